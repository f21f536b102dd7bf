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

async function read({ path, previewPath }: SoundOrder): Promise<SoundAnswer> {
  try {
    const { format, frames } = await openSound(path)
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
    if (error instanceof UnreadableSound) return { unreadable: error.message }
    throw error
  }
}

parentPort?.postMessage(await read(workerData))
