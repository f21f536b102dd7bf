import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { problem } from '../../kernel/problem.ts'
import { describeStorage, setStorageLimit } from '../files/index.ts'
import { countRooms } from '../scheduling/index.ts'
import { countStaff, setStudioLimits } from '../studios/index.ts'
import type { PlanLimits } from './tables.ts'

const GIB = 1024 ** 3

/** What a plan lets a studio have; null is without limit. */
export const limitsSchema = z.object({
  staff: z.int().nullable(),
  storageGib: z.int().nullable(),
  rooms: z.int().nullable(),
})

/** What a studio has of what its plan limits. */
export const useSchema = z.object({ staff: z.int(), storageBytes: z.int(), rooms: z.int() })

export type Use = z.infer<typeof useSchema>

/** What the studio has of what its plan limits, now. */
export async function readUse(ctx: Ctx): Promise<Use> {
  const { usedBytes } = await describeStorage(ctx)
  return { staff: await countStaff(ctx), storageBytes: usedBytes, rooms: await countRooms(ctx) }
}

/** What a studio has more of than a plan allows. Pure. */
export function excessOf(use: Use, limits: PlanLimits): (keyof PlanLimits)[] {
  const over = (has: number, most: number | null) => most !== null && has > most
  return [
    ...(over(use.staff, limits.staff) ? (['staff'] as const) : []),
    ...(over(use.rooms, limits.rooms) ? (['rooms'] as const) : []),
    ...(over(use.storageBytes, limits.storageGib && limits.storageGib * GIB) ? (['storageGib'] as const) : []),
  ]
}

/**
 * Gives the studio what its plan allows: seats and rooms by the row that whoever takes one locks, storage by its own. Its
 * locks are taken before it is counted, so that nothing is added meanwhile. Throws `plan_too_small` where the studio has
 * more than that already.
 */
export async function applyLimits(ctx: Ctx, limits: PlanLimits): Promise<void> {
  await setStudioLimits(ctx, { staff: limits.staff, rooms: limits.rooms })
  await setStorageLimit(ctx, limits.storageGib === null ? Number.MAX_SAFE_INTEGER : limits.storageGib * GIB)
  const use = await readUse(ctx)
  if (excessOf(use, limits).length > 0) throw tooSmall(use, limits)
}

/** `plan_too_small`, with what there is and what there may be. */
export function tooSmall(use: Use, limits: PlanLimits) {
  const [first] = excessOf(use, limits)
  const has = first === 'storageGib' ? Math.ceil(use.storageBytes / GIB) : use[first ?? 'staff']
  return problem('plan_too_small', { params: { what: first ?? '', has, limit: limits[first ?? 'staff'] ?? 0 } })
}
