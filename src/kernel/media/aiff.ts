import type { FileHandle } from 'node:fs/promises'
import { bytesAt, chunksOf } from './chunks.ts'
import { type PcmLayout, readPcm } from './pcm.ts'
import { type OpenSound, UnreadableSound } from './sound-file.ts'

interface Common {
  channels: number
  sampleRateHz: number
  bitDepth: number
  compression: string
}

/** Opens AIFF and uncompressed AIFF-C. The chunks may stand in any order. */
export async function openAiff(file: FileHandle, path: string, fileBytes: number): Promise<OpenSound> {
  let common: Common | undefined
  let sound: { start: number; bytes: number } | undefined
  for await (const chunk of chunksOf(file, fileBytes, 'big')) {
    if (chunk.id === 'COMM') common = readCommon(await bytesAt(file, chunk.start, Math.min(chunk.bytes, 22)))
    if (chunk.id === 'SSND') {
      const skipped = 8 + (await bytesAt(file, chunk.start, 4)).readUInt32BE(0)
      const start = chunk.start + skipped
      sound = { start, bytes: Math.min(chunk.bytes - skipped, fileBytes - start) }
    }
  }
  if (!common || !sound) throw new UnreadableSound('the AIFF has no sound')
  const { channels, sampleRateHz, bitDepth } = common
  const layout = layoutOf(common)
  return {
    format: { container: 'aiff', sampleRateHz, channels, bitDepth },
    frames: readPcm(path, layout, sound.start, sound.bytes),
  }
}

function readCommon(bytes: Buffer): Common {
  if (bytes.byteLength < 18) throw new UnreadableSound('the AIFF has half a format')
  const channels = bytes.readInt16BE(0)
  const sampleRateHz = extended(bytes.subarray(8, 18))
  if (channels < 1 || channels > 64 || !(sampleRateHz > 0 && sampleRateHz <= 1_000_000)) {
    throw new UnreadableSound(`AIFF of ${channels} channels, ${sampleRateHz} Hz`)
  }
  const compression = bytes.byteLength >= 22 ? bytes.toString('latin1', 18, 22) : 'NONE'
  return { channels, sampleRateHz, bitDepth: bytes.readInt16BE(6), compression }
}

function layoutOf({ channels, bitDepth, compression }: Common): PcmLayout {
  const bytesPerSample = Math.ceil(bitDepth / 8)
  const float = { channels, kind: 'float', littleEndian: false } as const
  switch (compression) {
    case 'fl32':
    case 'FL32':
      return { ...float, bytesPerSample: 4 }
    case 'fl64':
    case 'FL64':
      return { ...float, bytesPerSample: 8 }
    case 'NONE':
    case 'twos':
    case 'in24':
    case 'in32':
    case 'sowt':
      if (bytesPerSample === 1 || bytesPerSample === 2 || bytesPerSample === 3 || bytesPerSample === 4) {
        return { channels, bytesPerSample, kind: 'signed', littleEndian: compression === 'sowt' }
      }
  }
  throw new UnreadableSound(`AIFF-C of kind ${compression}, ${bitDepth} bits`)
}

/** The 80-bit IEEE 754 number that AIFF keeps its sample rate in. */
function extended(bytes: Buffer): number {
  const exponent = bytes.readUInt16BE(0) & 0x7fff
  const mantissa = Number(bytes.readBigUInt64BE(2))
  return Math.round(mantissa * 2 ** (exponent - 16383 - 63))
}
