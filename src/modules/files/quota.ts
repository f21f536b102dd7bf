import { eq, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { problem } from '../../kernel/problem.ts'
import { storageUse } from './tables.ts'

/** What a studio may keep while no plan has said otherwise: 50 GiB. */
const DEFAULT_LIMIT_BYTES = 50 * 1024 ** 3

export interface StorageUse {
  usedBytes: number
  limitBytes: number
}

/** How much the studio keeps, and how much it may (P8, P13). */
export async function describeStorage(ctx: Ctx): Promise<StorageUse> {
  const [row] = await ctx.tx.select().from(storageUse).where(eq(storageUse.studioId, ctx.studioId))
  return { usedBytes: row?.usedBytes ?? 0, limitBytes: row?.limitBytes ?? DEFAULT_LIMIT_BYTES }
}

/** Sets how much the studio may keep, by its plan. What is there already stays (P8). */
export async function setStorageLimit(ctx: Ctx, limitBytes: number): Promise<void> {
  await ctx.tx
    .insert(storageUse)
    .values({ studioId: ctx.studioId, limitBytes })
    .onConflictDoUpdate({ target: storageUse.studioId, set: { limitBytes } })
}

/** Refuses an announced upload that would not fit any more: the problem `storage_quota_exceeded`. */
export async function checkRoom(ctx: Ctx, bytes: number): Promise<void> {
  const { usedBytes, limitBytes } = await describeStorage(ctx)
  if (usedBytes + bytes > limitBytes) throw problem('storage_quota_exceeded', { params: { usedBytes, limitBytes } })
}

/** Counts a file in. What was admitted is kept even when others were quicker to fill the room. */
export async function countIn(ctx: Ctx, bytes: number): Promise<void> {
  await ctx.tx
    .insert(storageUse)
    .values({ studioId: ctx.studioId, usedBytes: bytes })
    .onConflictDoUpdate({ target: storageUse.studioId, set: { usedBytes: sql`${storageUse.usedBytes} + ${bytes}` } })
}
