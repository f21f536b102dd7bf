import { eq } from 'drizzle-orm'
import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import type { Database } from '../database/door.ts'
import { EVENTS_CHANNEL, type LiveHint } from '../events/dispatch.ts'
import { events } from '../tables.ts'

const FIRST_RETRY_MS = 250
const MAX_RETRY_MS = 10_000
/** How often the listening connection is asked whether it still stands. */
const PROBE_MS = 20_000

export interface LiveListener {
  hint(hint: LiveHint): void
  /** Something may have been missed: the connection was away. What is shown has to be fetched again. */
  gap(): void
}

/** What tells this process's open pages that something happened, in whichever process it did. */
export interface LiveHub {
  /** Hears every hint from now on; returns what ends it. Who may be told is the listener's to decide. */
  subscribe(listener: LiveListener): () => void
  /** Resolves once the listening connection stands. */
  ready(): Promise<void>
  close(): Promise<void>
}

/**
 * One LISTEN connection for the whole process, opened with the first listener, opened again when it breaks. Hints are
 * only hints: what happened stands in the event table, and a client that missed some fetches again.
 */
export function openLive(database: Database, log: FastifyBaseLogger): LiveHub {
  const listeners = new Set<LiveListener>()
  let connection: Promise<void> | undefined
  let client: pg.PoolClient | undefined
  let probe: NodeJS.Timeout | undefined
  let closed = false

  const connect = async (): Promise<void> => {
    for (let attempt = 0; !closed; attempt++) {
      try {
        return await listen()
      } catch (error) {
        log.warn({ err: error }, 'the live feed has no connection')
        const wait = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt) * (0.5 + Math.random() / 2)
        await new Promise((done) => setTimeout(done, wait).unref())
      }
    }
  }
  const listen = async () => {
    const opened = await database.pool.connect()
    try {
      await opened.query(`listen ${EVENTS_CHANNEL}`)
    } catch (error) {
      opened.release(true)
      throw error
    }
    client = opened
    opened.on('notification', onNotification)
    opened.once('error', () => lost(opened))
    probe = setInterval(() => {
      opened.query('select 1').catch(() => lost(opened))
    }, PROBE_MS).unref()
  }
  const lost = (broken: pg.PoolClient) => {
    if (client !== broken) return
    letGo()
    connection = connect().then(() => {
      for (const listener of listeners) listener.gap()
    })
  }
  const letGo = () => {
    clearInterval(probe)
    client?.removeListener('notification', onNotification)
    client?.release(true)
    client = undefined
  }
  const onNotification = ({ payload }: pg.Notification) => {
    const hints: LiveHint[] = JSON.parse(payload ?? '[]')
    for (const hint of hints) {
      if (hint.audienceCut) tellAfterReading(hint)
      else tell(hint)
    }
  }
  const tell = (hint: LiveHint) => {
    for (const listener of listeners) listener.hint(hint)
  }
  /** An audience too long for a notification is read from its event. */
  const tellAfterReading = (hint: LiveHint) => {
    const scope = { studioId: hint.studioId, actor: { kind: 'system' }, request: { id: 'live' } } as const
    database
      .transaction(scope, (ctx) =>
        ctx.tx.select({ audience: events.audience }).from(events).where(eq(events.id, hint.eventId)),
      )
      .then(([row]) => tell({ ...hint, audience: row?.audience ?? hint.audience }))
      .catch((error: unknown) => log.warn({ err: error }, 'an audience could not be read'))
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      connection ??= connect()
      return () => {
        listeners.delete(listener)
      }
    },
    ready: async () => {
      connection ??= connect()
      await connection
    },
    close: async () => {
      closed = true
      listeners.clear()
      await connection
      letGo()
    },
  }
}
