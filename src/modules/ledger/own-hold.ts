import { and, desc, eq, sql } from 'drizzle-orm'
import { accountOf, type Ctx } from '../../kernel/context.ts'
import type { Subject } from '../../kernel/events/event.ts'
import type { Money } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { readHold } from './read.ts'
import { holds } from './tables.ts'
import { type Hold, release } from './verbs.ts'

/** As many as a screen shows; more than that nobody has waiting at once. */
export const MOST_OPEN_HOLDS = 200
const LEFT = sql`${holds.amountMinor} - ${holds.capturedMinor} - ${holds.releasedMinor}`

/** A hold of which something still waits. */
export interface OpenHold {
  id: string
  left: Money
  note: string
  subject: Subject
  studioId: string
  heldAt: Temporal.Instant
}

/** What a payer’s held money is made of: each hold that still waits, and what it is for, the newest first (R14, X5). */
export async function openHolds(ctx: Ctx, payer: Hold['payer']): Promise<OpenHold[]> {
  const rows = await ctx.tx
    .select({ hold: holds, left: sql<string>`(${LEFT})::text` })
    .from(holds)
    .where(and(eq(holds.payerKind, payer.kind), eq(holds.payerId, payer.id), sql`${LEFT} > 0`))
    .orderBy(desc(holds.createdAt), desc(holds.id))
    .limit(MOST_OPEN_HOLDS)
  return rows.map(({ hold: { id, note, currency, ...hold }, left }) => ({
    ...{ id, note, left: { amountMinor: BigInt(left), currency } },
    subject: { type: hold.subjectType, id: hold.subjectId },
    ...{ studioId: hold.studioId, heldAt: hold.createdAt },
  }))
}

/**
 * Takes back all that is left of what the one who asks put on hold for the studio by hand; what an order or a booking
 * holds ends with it. Throws `not_found` for every other hold, `hold_exhausted`.
 */
export async function takeHoldBack(
  ctx: Ctx,
  { holdId, transferId }: { holdId: string; transferId: string },
): Promise<void> {
  const hold = await readHold(ctx, holdId)
  const isOwn = hold.payer.kind === 'account' && hold.payer.id === accountOf(ctx.actor)
  if (!isOwn || hold.subject.type !== 'studio' || hold.subject.id !== ctx.studioId) throw problem('not_found')
  await release(ctx, { transferId, hold, note: '' })
}
