import { rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { loudnessMeter } from './loudness.ts'
import { openSound } from './open-sound.ts'
import { peakMeter } from './peaks.ts'
import { previewWriter } from './preview.ts'
import { UnreadableSound } from './sound-file.ts'
import type { SoundAnswer, SoundOrder } from './sound-reading.ts'

/** Bars of the outline that is shown at once, and of the one that is zoomed into. */
const OUTLINE_BARS = 2000
const DETAIL_BARS = 32_768
/** Below, a header lies: a few megabytes said to last for years would become a preview of terabytes. */
const LEAST_RATE_HZ = 4000

async function read({ path, previewPath }: SoundOrder): Promise<SoundAnswer> {
  try {
    const { format, frames } = await openSound(path)
    if (format.sampleRateHz < LEAST_RATE_HZ) throw new UnreadableSound(`sound of ${format.sampleRateHz} Hz`)
    const peaks = peakMeter(DETAIL_BARS)
    const loudness = loudnessMeter(format.sampleRateHz, format.channels)
    const preview = previewPath === undefined ? undefined : await previewWriter(previewPath, format)
    for await (const some of frames) {
      peaks.add(some)
      loudness.add(some)
      preview?.add(some)
    }
    preview?.end()
    if (peaks.frames() === 0) throw new UnreadableSound('there is no sound in it')
    const highest = peaks.highest()
    return {
      read: {
        ...format,
        seconds: peaks.frames() / format.sampleRateHz,
        loudnessLufs: loudness.integratedLufs(),
        peakDbfs: highest > 0 ? 20 * Math.log10(highest) : null,
        outline: peaks.inBars(OUTLINE_BARS),
        detail: peaks.inBars(DETAIL_BARS),
      },
    }
  } catch (error) {
    if (previewPath !== undefined) rmSync(previewPath, { force: true })
    if (!(error instanceof Error) || isOfSystem(error)) throw error
    return { unreadable: error.message }
  }
}

/** The disk's errors pass. What a reader or a decoder stumbles over is in the bytes, and would be there the next time. */
function isOfSystem(error: Error): boolean {
  return 'syscall' in error
}

parentPort?.postMessage(await read(workerData))
