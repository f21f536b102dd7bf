import { sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'

/**
 * A page of all studios but the platform's own, by id, with their currencies: for what the platform has to tell all of
 * them. Those after one, `most` of them.
 */
export async function everyStudio(
  ctx: Ctx,
  { after, most }: { after: string | null; most: number },
): Promise<{ id: string; currency: string }[]> {
  const { rows } = await ctx.tx.execute<{ id: string; currency: string }>(
    sql`select id, currency from every_studio() where ${after}::uuid is null or id > ${after}::uuid order by id limit ${most}`,
  )
  return rows
}
