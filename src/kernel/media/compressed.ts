import { createReadStream } from 'node:fs'
import { FLACDecoder } from '@wasm-audio-decoders/flac'
import { MPEGDecoder } from 'mpg123-decoder'
import { type Frames, type OpenSound, type SoundFormat, UnreadableSound } from './sound-file.ts'

const BLOCK_BYTES = 64 * 1024

interface Decoded {
  channelData: Float32Array[]
  samplesDecoded: number
  sampleRate: number
  bitDepth?: number
}

/** Decodes a FLAC as it is read. */
export async function openFlac(path: string): Promise<OpenSound> {
  const decoder = new FLACDecoder()
  await decoder.ready
  return open(path, 'flac', {
    decode: (bytes) => decoder.decode(bytes),
    flush: () => decoder.flush(),
    free: () => decoder.free(),
  })
}

/** Decodes an MP3 as it is read, without the silence that the encoder put before and after. */
export async function openMp3(path: string): Promise<OpenSound> {
  const decoder = new MPEGDecoder({ enableGapless: true })
  await decoder.ready
  return open(path, 'mp3', { decode: async (bytes) => decoder.decode(bytes), free: () => decoder.free() })
}

interface Decoder {
  decode(bytes: Uint8Array): Promise<Decoded>
  flush?(): Promise<Decoded>
  free(): void
}

/** Decodes until the first sound tells the format; goes on from there when the frames are read. */
async function open(path: string, container: SoundFormat['container'], decoder: Decoder): Promise<OpenSound> {
  const pieces = decodeAll(path, decoder)
  const first = await pieces.next()
  if (first.done) throw new UnreadableSound(`the ${container} has no sound`)
  const { sampleRate, channelData, bitDepth } = first.value
  async function* frames(head: Decoded): AsyncGenerator<Frames> {
    yield head.channelData
    for await (const piece of pieces) {
      if (piece.channelData.length !== channelData.length || piece.sampleRate !== sampleRate) {
        throw new UnreadableSound(`the ${container} changes its format on the way`)
      }
      yield piece.channelData
    }
  }
  return {
    format: { container, sampleRateHz: sampleRate, channels: channelData.length, bitDepth: bitDepth ?? null },
    frames: frames(first.value),
  }
}

async function* decodeAll(path: string, decoder: Decoder): AsyncGenerator<Decoded> {
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: BLOCK_BYTES }) as AsyncIterable<Buffer>) {
      const piece = await decoder.decode(bytes)
      if (piece.samplesDecoded > 0) yield piece
    }
    const last = await decoder.flush?.()
    if (last && last.samplesDecoded > 0) yield last
  } finally {
    decoder.free()
  }
}
