import { createReadStream } from 'node:fs'
import type { Frames } from './sound-file.ts'

/** Uncompressed samples, frame after frame, channels interleaved. */
export interface PcmLayout {
  channels: number
  bytesPerSample: 1 | 2 | 3 | 4 | 8
  kind: 'signed' | 'unsigned' | 'float'
  littleEndian: boolean
}

const BLOCK_BYTES = 256 * 1024

/** Decodes the samples that lie in the file from `start` on, `bytes` of them; half a frame at the end is left out. */
export async function* readPcm(path: string, layout: PcmLayout, start: number, bytes: number): AsyncGenerator<Frames> {
  const frameBytes = layout.channels * layout.bytesPerSample
  const usable = bytes - (bytes % frameBytes)
  if (usable <= 0) return
  const file = createReadStream(path, { start, end: start + usable - 1, highWaterMark: BLOCK_BYTES })
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of file as AsyncIterable<Buffer>) {
    const bytesHere = rest.byteLength > 0 ? Buffer.concat([rest, chunk]) : chunk
    const whole = bytesHere.byteLength - (bytesHere.byteLength % frameBytes)
    if (whole > 0) yield decode(bytesHere.subarray(0, whole), layout)
    rest = bytesHere.subarray(whole)
  }
}

function decode(bytes: Buffer, layout: PcmLayout): Frames {
  const { channels, bytesPerSample } = layout
  const count = bytes.byteLength / (channels * bytesPerSample)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sample = sampleReader(view, layout)
  return Array.from({ length: channels }, (_, channel) => {
    const out = new Float32Array(count)
    const step = channels * bytesPerSample
    let at = channel * bytesPerSample
    for (let frame = 0; frame < count; frame++) {
      out[frame] = sample(at)
      at += step
    }
    return out
  })
}

function sampleReader(view: DataView, { kind, bytesPerSample, littleEndian }: PcmLayout): (at: number) => number {
  if (kind === 'float') {
    return bytesPerSample === 8 ? (at) => view.getFloat64(at, littleEndian) : (at) => view.getFloat32(at, littleEndian)
  }
  switch (bytesPerSample) {
    case 1:
      return kind === 'unsigned' ? (at) => (view.getUint8(at) - 128) / 2 ** 7 : (at) => view.getInt8(at) / 2 ** 7
    case 2:
      return (at) => view.getInt16(at, littleEndian) / 2 ** 15
    case 3:
      return littleEndian
        ? (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 2 ** 23
        : (at) => ((view.getInt8(at) << 16) | view.getUint16(at + 1, false)) / 2 ** 23
    default:
      return (at) => view.getInt32(at, littleEndian) / 2 ** 31
  }
}
