import { closeSync, openSync, writeSync } from 'node:fs'
import { createMp3Encoder } from 'wasm-media-encoders'
import type { Frames, SoundFormat } from './sound-file.ts'

/** Low enough to be no substitute for the original (R10), good enough to judge a mix by on the way. */
const BITRATE_KBPS = 128
const OUTPUT_HZ = 44_100

export interface PreviewWriter {
  add(frames: Frames): void
  /** Writes what the encoder still holds, and closes the file. */
  end(): void
}

/** Encodes sound as MP3 into a file while it passes. For a worker thread: it writes synchronously. */
export async function previewWriter(path: string, format: SoundFormat): Promise<PreviewWriter> {
  const encoder = await createMp3Encoder()
  const channels = format.channels === 1 ? 1 : 2
  encoder.configure({
    channels,
    sampleRate: format.sampleRateHz,
    bitrate: BITRATE_KBPS,
    outputSampleRate: OUTPUT_HZ,
  })
  const file = openSync(path, 'w')
  return {
    add: (frames) => void writeSync(file, encoder.encode(format.channels > 2 ? inStereo(frames) : frames)),
    end() {
      writeSync(file, encoder.finalize())
      closeSync(file)
    },
  }
}

/** Odd channels left, even ones right, the centre (third) on both: crude, and enough for a preview. */
function inStereo(frames: Frames): Frames {
  const count = frames[0]?.length ?? 0
  const sides = [new Float32Array(count), new Float32Array(count)] as const
  const gain = 1 / Math.ceil(frames.length / 2)
  for (const [number, channel] of frames.entries()) {
    for (const [side, out] of sides.entries()) {
      if (number !== 2 && number % 2 !== side) continue
      for (let frame = 0; frame < count; frame++) out[frame] = (out[frame] ?? 0) + gain * (channel[frame] ?? 0)
    }
  }
  return sides
}
