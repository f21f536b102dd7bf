import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Peaks } from './peaks.ts'
import { type SoundFormat, UnreadableSound } from './sound-file.ts'
import type { SoundAnswer, SoundOrder } from './sound-worker.ts'
import { inLine } from './turns.ts'

/** What was learned from reading a sound once from end to end. */
export interface SoundReading extends SoundFormat {
  seconds: number
  /** Integrated loudness, by which two versions are matched in A/B (R9). */
  loudnessLufs: number | null
  /** Highest sample; null for silence. */
  peakDbfs: number | null
  /** About two thousand bars: the waveform as one sees it at once. */
  outline: Peaks
  /** Up to sixteen times finer, for zooming in. */
  detail: Peaks
}

const soundTurn = inLine(Math.max(1, availableParallelism() - 1))

/**
 * Reads WAV, AIFF, FLAC or MP3 once, in flat memory, in a thread of its own; writes an MP3 of 128 kbit/s to `previewPath`
 * on the way when one is given (R8, R10). A few at a time; the rest wait. Throws UnreadableSound, and leaves no preview
 * then, where the bytes are no such sound.
 */
export function readSound(path: string, options: { previewPath?: string } = {}): Promise<SoundReading> {
  return soundTurn(() => inThread({ path, ...options }))
}

function inThread(order: SoundOrder): Promise<SoundReading> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./sound-worker.ts', import.meta.url), { workerData: order })
    worker.once('message', (answer: SoundAnswer) => {
      if ('read' in answer) resolve(answer.read)
      else reject(new UnreadableSound(answer.unreadable))
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`reading the sound ended with ${code}`)))
  })
}
