import { and, count, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { lockNamed } from '../../kernel/database/index.ts'
import { problem } from '../../kernel/problem.ts'
import { resources, services } from './tables.ts'

/** Items on one studio's price list, and rooms, people and gear on its schedule: both are read whole. */
const MOST = { services: 500, resources: 300 }
const TABLES = { services, resources }

/**
 * Refuses what would be one too many, after it was written: counted under a lock, so that many at once do not get past
 * it. Throws `list_full`.
 */
export async function refuseBeyondList(ctx: Ctx, list: keyof typeof MOST): Promise<void> {
  const table = TABLES[list]
  await lockNamed(ctx, list)
  const [listed] = await ctx.tx
    .select({ n: count() })
    .from(table)
    .where(and(eq(table.studioId, ctx.studioId), eq(table.archived, false)))
  if ((listed?.n ?? 0) > MOST[list]) throw problem('list_full', { params: { limit: MOST[list] } })
}
