import { sql } from 'drizzle-orm'
import type { Check } from '../check.ts'
import type { Ctx } from '../context.ts'
import type { Database } from '../database/door.ts'
import { PLATFORM_STUDIO_ID } from '../ids.ts'
import { sealOf } from './dispatch.ts'

/** Seals checked in one go. */
const SLICE = 20_000
const READ_AT_ONCE = 2000

export interface ChainBreak {
  /** The seal at fault, counted from 1. */
  position: string
  eventId: string | null
  reason: /** A seal of the sequence is not there. */
    | 'seal_missing'
    /** The sealed event is not there any more. */
    | 'event_missing'
    /** The event, or the seal, is not what it was. */
    | 'hash_differs'
    /** The chain ends elsewhere than where the dispatcher left it. */
    | 'end_differs'
    /** An event stands among the sealed ones without a seal. */
    | 'event_unsealed'
}

export interface ChainSlice {
  /** Checked up to this seal; go on from here. */
  position: string
  /** The last seal that there was when the check began. */
  end: string
  done: boolean
  broken?: ChainBreak
}

/** For `verify`: the chain as a check. */
export const chainCheck: Check = {
  name: 'events.chain',
  run: async ({ database }) => {
    const { broken } = await verifyChain(database)
    return broken ? [`${broken.reason} at seal ${broken.position}, event ${broken.eventId ?? 'unknown'}`] : []
  },
}

/** Checks the whole chain over the events of all studios (P17), telling of its progress. */
export async function verifyChain(
  database: Database,
  progress: (slice: ChainSlice) => void = () => undefined,
): Promise<ChainSlice> {
  const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'verify' } } as const
  for (let after = 0n; ; ) {
    const slice = await database.asOperator(scope, (ctx) => verifySlice(ctx, after))
    progress(slice)
    if (slice.done || slice.broken) return slice
    after = BigInt(slice.position)
  }
}

/**
 * Checks the seals behind `after`, at most a slice of them: each event's hash is computed again behind the one before
 * it. `ctx` is the operator's. What the chain cannot show by itself is looked at with its last slice: that it ends where
 * the dispatcher says, and that no event was slipped in among the sealed ones.
 */
export async function verifySlice(ctx: Ctx, after: bigint): Promise<ChainSlice> {
  const cursor = await readCursor(ctx)
  const stop = after + BigInt(SLICE) < cursor.position ? after + BigInt(SLICE) : cursor.position
  let hash = await hashAt(ctx, after)
  let position = after
  const answer = (broken?: Omit<ChainBreak, 'position'>, at = position): ChainSlice => ({
    position: position.toString(),
    end: cursor.position.toString(),
    done: position >= cursor.position,
    ...(broken ? { broken: { position: at.toString(), ...broken } } : {}),
  })

  while (position < stop) {
    const rows = await sealsBehind(ctx, position, Math.min(READ_AT_ONCE, Number(stop - position)))
    if (rows.length === 0) return answer({ eventId: null, reason: 'seal_missing' }, position + 1n)
    for (const row of rows) {
      const here = BigInt(row.seal_position)
      if (here !== position + 1n) return answer({ eventId: row.id, reason: 'seal_missing' }, position + 1n)
      if (row.canonical === null) return answer({ eventId: row.id, reason: 'event_missing' }, here)
      hash = sealOf(hash, row.canonical)
      if (!hash.equals(row.hash)) return answer({ eventId: row.id, reason: 'hash_differs' }, here)
      position = here
    }
  }
  if (position < cursor.position) return answer()
  if (!hash.equals(cursor.hash)) return answer({ eventId: cursor.eventId, reason: 'end_differs' })
  const unsealed = await firstUnsealed(ctx, cursor)
  return unsealed ? answer({ eventId: unsealed, reason: 'event_unsealed' }) : answer()
}

interface Cursor {
  xid: string
  eventId: string
  position: bigint
  hash: Buffer
}

async function readCursor(ctx: Ctx): Promise<Cursor> {
  const { rows } = await ctx.tx.execute<{ xid: string; event_id: string; position: string; hash: Buffer }>(
    sql`select xid::text, event_id, position::text, hash from event_cursor where id = 1`,
  )
  const row = rows[0]
  if (!row) throw new Error('the event cursor is missing')
  return { xid: row.xid, eventId: row.event_id, position: BigInt(row.position), hash: row.hash }
}

/** The seal from which a slice goes on; the slice before has checked it. */
async function hashAt(ctx: Ctx, position: bigint): Promise<Buffer> {
  if (position === 0n) return Buffer.alloc(0)
  const { rows } = await ctx.tx.execute<{ hash: Buffer }>(
    sql`select hash from event_seals where position = ${position.toString()}::bigint`,
  )
  return rows[0]?.hash ?? Buffer.alloc(0)
}

interface SealedRow extends Record<string, unknown> {
  seal_position: string
  hash: Buffer
  id: string
  canonical: string | null
}

async function sealsBehind(ctx: Ctx, after: bigint, upTo: number): Promise<SealedRow[]> {
  const { rows } = await ctx.tx.execute<SealedRow>(
    sql`select seal_position::text, hash, id, canonical from sealed_events(${after.toString()}::bigint, ${upTo}::int)`,
  )
  return rows
}

async function firstUnsealed(ctx: Ctx, cursor: Cursor): Promise<string | undefined> {
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    select e.id from events e
    where (e.xid, e.id) <= (${cursor.xid}::xid8, ${cursor.eventId}::uuid)
      and not exists (select from event_seals s where s.studio_id = e.studio_id and s.event_id = e.id)
    limit 1`)
  return rows[0]?.id
}
