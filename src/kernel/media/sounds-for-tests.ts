import { writeFile } from 'node:fs/promises'

/** A sine of one frequency in every channel, for so many seconds; level in dB below full scale. */
export function sine(options: { hz: number; dbfs: number; seconds: number; rateHz: number; channels: number }) {
  const { hz, dbfs, seconds, rateHz, channels } = options
  const amplitude = 10 ** (dbfs / 20)
  const one = Float64Array.from(
    { length: Math.round(seconds * rateHz) },
    (_, frame) => amplitude * Math.sin((2 * Math.PI * hz * frame) / rateHz),
  )
  return Array.from({ length: channels }, () => one)
}

type Sound = readonly (Float32Array | Float64Array)[]
export type WavKind = 'int8' | 'int16' | 'int24' | 'int32' | 'float32' | 'float64'

const BITS: Readonly<Record<WavKind, number>> = { int8: 8, int16: 16, int24: 24, int32: 32, float32: 32, float64: 64 }

/** Lays sound down as a WAV file, plain, extensible or RF64, with a chunk of an odd length before the data. */
export function wav(
  sound: Sound,
  rateHz: number,
  kind: WavKind,
  form: 'plain' | 'extensible' | 'rf64' = 'plain',
): Buffer {
  const bits = BITS[kind]
  const data = interleaved(sound, kind, true)
  const tag = kind.startsWith('float') ? 3 : 1
  const format = Buffer.alloc(form === 'extensible' ? 40 : 16)
  format.writeUInt16LE(form === 'extensible' ? 0xfffe : tag, 0)
  format.writeUInt16LE(sound.length, 2)
  format.writeUInt32LE(rateHz, 4)
  format.writeUInt32LE((rateHz * sound.length * bits) / 8, 8)
  format.writeUInt16LE((sound.length * bits) / 8, 12)
  format.writeUInt16LE(bits, 14)
  if (form === 'extensible') {
    format.writeUInt16LE(22, 16)
    format.writeUInt16LE(bits, 18)
    format.writeUInt16LE(tag, 24)
  }
  const long = form === 'rf64'
  const ds64 = Buffer.alloc(28)
  ds64.writeBigUInt64LE(BigInt(data.byteLength), 8)
  const body = Buffer.concat([
    ...(long ? [chunk('ds64', ds64)] : []),
    chunk('fmt ', format),
    chunk('odd ', Buffer.from('abc')),
    chunk('data', data, long ? 0xffffffff : data.byteLength),
  ])
  return Buffer.concat([
    Buffer.from(long ? 'RF64' : 'RIFF', 'latin1'),
    size32(long ? 0xffffffff : body.byteLength + 4),
    Buffer.from('WAVE'),
    body,
  ])
}

/** Lays sound down as AIFF, or as AIFF-C where a compression is named, its chunks in the order SSND, COMM. */
export function aiff(sound: Sound, rateHz: number, kind: WavKind, compression?: string): Buffer {
  const common = Buffer.alloc(compression ? 24 : 18)
  common.writeInt16BE(sound.length, 0)
  common.writeUInt32BE(sound[0]?.length ?? 0, 2)
  common.writeInt16BE(BITS[kind], 6)
  const exponent = Math.floor(Math.log2(rateHz))
  common.writeUInt16BE(16383 + exponent, 8)
  common.writeBigUInt64BE(BigInt(rateHz) << BigInt(63 - exponent), 10)
  if (compression) common.write(compression, 18, 'latin1')
  const data = Buffer.concat([Buffer.alloc(8), interleaved(sound, kind, compression === 'sowt')])
  const body = Buffer.concat([chunkBE('SSND', data), chunkBE('COMM', common)])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(body.byteLength + 4)
  return Buffer.concat([Buffer.from('FORM'), size, Buffer.from(compression ? 'AIFC' : 'AIFF'), body])
}

/** Lays sound of 44.1 kHz down as FLAC of 16 bits whose subframes are verbatim: valid, and simple enough to write here. */
export function flac(sound: Sound): Buffer {
  const blockFrames = 4096
  const frames = sound[0]?.length ?? 0
  const info = Buffer.alloc(38)
  info.writeUInt32BE(0x80000022, 0)
  info.writeUInt16BE(blockFrames, 4)
  info.writeUInt16BE(blockFrames, 6)
  const packed = (44_100n << 44n) | (BigInt(sound.length - 1) << 41n) | (15n << 36n) | BigInt(frames)
  info.writeBigUInt64BE(packed, 14)
  const blocks: Buffer[] = []
  for (let number = 0; number * blockFrames < frames; number++) {
    const part = sound.map((channel) => channel.subarray(number * blockFrames, (number + 1) * blockFrames))
    blocks.push(flacFrame(part, number))
  }
  return Buffer.concat([Buffer.from('fLaC'), info, ...blocks])
}

function flacFrame(sound: Sound, number: number): Buffer {
  const count = sound[0]?.length ?? 0
  const coded = number < 0x80 ? [number] : [0xc0 | (number >> 6), 0x80 | (number & 0x3f)]
  const header = [0xff, 0xf8, 0x79, ((sound.length - 1) << 4) | 0x08, ...coded, (count - 1) >> 8, (count - 1) & 0xff]
  const start = Buffer.from([...header, crc8(header)])
  const subframes = sound.map((channel) => {
    const bytes = Buffer.alloc(1 + count * 2)
    bytes.writeUInt8(0x02, 0)
    for (let frame = 0; frame < count; frame++) bytes.writeInt16BE(toInt(channel[frame] ?? 0, 16), 1 + frame * 2)
    return bytes
  })
  const body = Buffer.concat([start, ...subframes])
  const check = Buffer.alloc(2)
  check.writeUInt16BE(crc16(body))
  return Buffer.concat([body, check])
}

/** Writes the bytes under the name, and gives the name back. */
export async function laidDown(path: string, bytes: Uint8Array): Promise<string> {
  await writeFile(path, bytes)
  return path
}

function toInt(sample: number, bits: number): number {
  const full = 2 ** (bits - 1)
  return Math.max(-full, Math.min(full - 1, Math.round(sample * full)))
}

function interleaved(sound: Sound, kind: WavKind, little: boolean): Buffer {
  const size = BITS[kind] / 8
  const frames = sound[0]?.length ?? 0
  const bytes = Buffer.alloc(frames * sound.length * size)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  for (let frame = 0; frame < frames; frame++) {
    for (const [number, channel] of sound.entries()) {
      const at = (frame * sound.length + number) * size
      const sample = channel[frame] ?? 0
      if (kind === 'float32') view.setFloat32(at, sample, little)
      else if (kind === 'float64') view.setFloat64(at, sample, little)
      else if (kind === 'int8') view.setUint8(at, toInt(sample, 8) + (little ? 128 : 0))
      else if (little) bytes.writeIntLE(toInt(sample, size * 8), at, size)
      else bytes.writeIntBE(toInt(sample, size * 8), at, size)
    }
  }
  return bytes
}

function chunk(id: string, content: Buffer, declared = content.byteLength): Buffer {
  return Buffer.concat([Buffer.from(id, 'latin1'), size32(declared), content, Buffer.alloc(content.byteLength % 2)])
}

function chunkBE(id: string, content: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(id),
    size32(content.byteLength).reverse(),
    content,
    Buffer.alloc(content.byteLength % 2),
  ])
}

function size32(bytes: number): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(bytes)
  return size
}

function crc8(bytes: readonly number[]): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : (crc << 1) & 0xff
  }
  return crc
}

function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}
