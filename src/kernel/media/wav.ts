import type { FileHandle } from 'node:fs/promises'
import { bytesAt, type Chunk, chunksOf } from './chunks.ts'
import { type PcmLayout, readPcm } from './pcm.ts'
import { type OpenSound, UnreadableSound } from './sound-file.ts'

const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe
/** In RF64 (EBU Tech 3306) the 32-bit sizes hold this, and the real ones stand in the `ds64` chunk. */
const SIZE_ELSEWHERE = 0xffffffff

/** Opens RIFF/WAVE, RF64 and BW64: integer of 8 to 32 bits, float of 32 and 64, plain or WAVE_FORMAT_EXTENSIBLE. */
export async function openWav(file: FileHandle, path: string, fileBytes: number): Promise<OpenSound> {
  let layout: ReturnType<typeof readFormat> | undefined
  let longDataBytes: number | undefined
  for await (const chunk of chunksOf(file, fileBytes, 'little')) {
    if (chunk.id === 'ds64') longDataBytes = Number((await bytesAt(file, chunk.start + 8, 8)).readBigUInt64LE())
    if (chunk.id === 'fmt ') layout = readFormat(await bytesAt(file, chunk.start, Math.min(chunk.bytes, 40)))
    if (chunk.id !== 'data') continue
    if (!layout) throw new UnreadableSound('the WAV has its data before its format')
    const { sampleRateHz, bitDepth, ...pcm } = layout
    return {
      format: { container: 'wav', sampleRateHz, channels: pcm.channels, bitDepth },
      frames: readPcm(path, pcm, chunk.start, dataBytes(chunk, longDataBytes, fileBytes)),
    }
  }
  throw new UnreadableSound('the WAV has no data')
}

/** A recorder that was cut off leaves 0 or a size beyond the end: then what is there counts. */
function dataBytes(chunk: Chunk, longDataBytes: number | undefined, fileBytes: number): number {
  const left = fileBytes - chunk.start
  if (chunk.bytes === SIZE_ELSEWHERE) return Math.min(longDataBytes ?? left, left)
  return chunk.bytes === 0 ? left : Math.min(chunk.bytes, left)
}

function readFormat(bytes: Buffer): PcmLayout & { sampleRateHz: number; bitDepth: number } {
  if (bytes.byteLength < 16) throw new UnreadableSound('the WAV has half a format')
  const declared = bytes.readUInt16LE(0)
  const extensible = declared === EXTENSIBLE && bytes.byteLength >= 26
  const tag = extensible ? bytes.readUInt16LE(24) : declared
  const channels = bytes.readUInt16LE(2)
  const sampleRateHz = bytes.readUInt32LE(4)
  const bits = bytes.readUInt16LE(14)
  const validBits = extensible ? bytes.readUInt16LE(18) : 0
  const bytesPerSample = channels > 0 ? bytes.readUInt16LE(12) / channels : 0
  const known = tag === PCM ? [1, 2, 3, 4] : tag === FLOAT ? [4, 8] : []
  if (!isSize(bytesPerSample) || !known.includes(bytesPerSample) || channels > 64 || sampleRateHz === 0) {
    throw new UnreadableSound(`WAV of format ${tag}, ${bits} bits, ${channels} channels, ${sampleRateHz} Hz`)
  }
  const kind = tag === FLOAT ? 'float' : bytesPerSample === 1 ? 'unsigned' : 'signed'
  return { channels, sampleRateHz, bitDepth: validBits || bits, bytesPerSample, kind, littleEndian: true }
}

function isSize(bytes: number): bytes is PcmLayout['bytesPerSample'] {
  return [1, 2, 3, 4, 8].includes(bytes)
}
