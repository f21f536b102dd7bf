import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { UnreadableSound } from './sound-file.ts'
import type { SoundAnswer, SoundOrder, SoundReading } from './sound-reading.ts'
import { inLine } from './turns.ts'

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
