import { setTimeout as delay } from 'node:timers/promises'
import { DISPATCH_BATCH, dispatchEvents } from '../events/dispatch.ts'
import type { AnyHandler } from '../events/handlers.ts'
import type { Services } from '../services.ts'
import { HAND_OVER_BATCH, handOverJobs } from './hand-over.ts'

/** How long it waits after it found less than a full batch. */
const POLL_MS = 200
/** The longest wait after errors (the database is away). */
const MAX_BACKOFF_MS = 15_000

/** Dispatches events and hands over jobs until it is stopped: at once while batches are full, otherwise by polling. */
export function startDispatcher(
  { database, log }: Services,
  handlers: readonly AnyHandler[],
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const pause = (ms: number) => delay(ms, undefined, { signal: stopping.signal }).catch(() => undefined)

  const loop = async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        const [events, jobs] = await Promise.all([dispatchEvents(database.pool, handlers), handOverJobs(database.pool)])
        failures = 0
        if (events < DISPATCH_BATCH && jobs < HAND_OVER_BATCH) await pause(POLL_MS)
      } catch (error) {
        failures++
        log.warn({ err: error, failures }, 'events could not be dispatched')
        await pause(Math.min(MAX_BACKOFF_MS, POLL_MS * 2 ** failures) * (0.5 + Math.random() / 2))
      }
    }
  }
  const running = loop()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
