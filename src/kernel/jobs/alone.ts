import { setTimeout as delay } from 'node:timers/promises'
import { LOCK_CLASSES } from '../database/locks.ts'
import type { Services } from '../services.ts'

/** How often a process that does not have the lock asks for it. */
const ASK_MS = 3000

/**
 * Runs something for as long as workers run, in one process of all: whoever has the advisory lock of that name. When
 * its connection or its process goes, another takes over. `run` ends soon after its signal fires.
 */
export function runAlone(
  { database, log }: Pick<Services, 'database' | 'log'>,
  name: string,
  run: (signal: AbortSignal) => Promise<void>,
): { stop(): Promise<void> } {
  const stopping = new AbortController()

  const attempt = async () => {
    const client = await database.pool.connect()
    const lost = new AbortController()
    client.once('error', () => lost.abort())
    try {
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as mine', [
        LOCK_CLASSES.alone,
        name,
      ])
      if (rows[0]?.mine) await run(AbortSignal.any([stopping.signal, lost.signal]))
    } finally {
      client.release(true)
    }
  }
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await attempt().catch((error: unknown) => log.warn({ err: error, name }, 'what runs alone was interrupted'))
      await delay(ASK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
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
