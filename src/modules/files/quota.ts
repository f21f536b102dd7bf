import { and, eq, gt, lte, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { problem } from '../../kernel/problem.ts'
import { storageReservations, storageUse } from './tables.ts'

const GIB = 1024 ** 3
/** What a studio may keep while no plan has said otherwise: 50 GiB. */
const DEFAULT_LIMIT_BYTES = 50 * GIB

export interface StorageUse {
  usedBytes: number
  limitBytes: number
}

/** How much the studio keeps, and how much it may (P8, P13). */
export async function describeStorage(ctx: Ctx): Promise<StorageUse> {
  const [row] = await ctx.tx.select().from(storageUse).where(eq(storageUse.studioId, ctx.studioId))
  return { usedBytes: row?.usedBytes ?? 0, limitBytes: row?.limitBytes ?? DEFAULT_LIMIT_BYTES }
}

/** Sets how much the studio may keep, by its plan. What is there already stays (P8). Null: as if no plan had said. */
export async function setStorageLimit(ctx: Ctx, limitBytes: number | null): Promise<void> {
  await ctx.tx
    .insert(storageUse)
    .values({ studioId: ctx.studioId, limitBytes })
    .onConflictDoUpdate({ target: storageUse.studioId, set: { limitBytes } })
}

/**
 * Keeps room for an announced upload until it is here, given up, or its life has ended: under the lock of the studio's
 * use, so that uploads announced at once do not all get the last of it. Throws `storage_quota_exceeded`.
 */
export async function reserveRoom(ctx: Ctx, upload: { id: string; bytes: number; lifeMs: number }): Promise<void> {
  const { id, bytes, lifeMs } = upload
  await ctx.tx
    .insert(storageUse)
    .values({ studioId: ctx.studioId })
    .onConflictDoUpdate({ target: storageUse.studioId, set: { usedBytes: sql`${storageUse.usedBytes}` } })
  const ofStudio = eq(storageReservations.studioId, ctx.studioId)
  await ctx.tx.delete(storageReservations).where(and(ofStudio, lte(storageReservations.expiresAt, ctx.now)))
  const { usedBytes, limitBytes } = await describeStorage(ctx)
  const [kept] = await ctx.tx
    .select({ bytes: sql<string>`coalesce(sum(${storageReservations.bytes}), 0)` })
    .from(storageReservations)
    .where(and(ofStudio, gt(storageReservations.expiresAt, ctx.now)))
  if (usedBytes + Number(kept?.bytes ?? 0) + bytes > limitBytes) {
    const [usedGib, limitGib] = [gibOf(usedBytes), gibOf(limitBytes)]
    throw problem('storage_quota_exceeded', { params: { usedBytes, limitBytes, usedGib, limitGib } })
  }
  const expiresAt = ctx.now.add({ milliseconds: lifeMs })
  await ctx.tx.insert(storageReservations).values({ studioId: ctx.studioId, id, bytes, expiresAt })
}

/** Gives the room back that was kept for an upload which is not coming. */
export async function releaseRoom(ctx: Ctx, uploadId: string): Promise<void> {
  await ctx.tx
    .delete(storageReservations)
    .where(and(eq(storageReservations.studioId, ctx.studioId), eq(storageReservations.id, uploadId)))
}

/** Counts a file in, in place of the room that was kept for it. What was admitted is kept, whatever the limit is now. */
export async function countIn(ctx: Ctx, file: { id: string; bytes: number }): Promise<void> {
  const { id, bytes } = file
  await ctx.tx
    .insert(storageUse)
    .values({ studioId: ctx.studioId, usedBytes: bytes })
    .onConflictDoUpdate({ target: storageUse.studioId, set: { usedBytes: sql`${storageUse.usedBytes} + ${bytes}` } })
  await releaseRoom(ctx, id)
}

/** Gives back the room of a file that is gone. */
export async function countOut(ctx: Ctx, bytes: number): Promise<void> {
  await ctx.tx
    .update(storageUse)
    .set({ usedBytes: sql`${storageUse.usedBytes} - ${bytes}` })
    .where(eq(storageUse.studioId, ctx.studioId))
}

/** In GiB, to a tenth. */
function gibOf(bytes: number): number {
  return Math.round((bytes / GIB) * 10) / 10
}
