import { sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'

/** Every studio but the platform's own, with its currency: for what the platform has to tell all of them. */
export async function everyStudio(ctx: Ctx): Promise<{ id: string; currency: string }[]> {
  const { rows } = await ctx.tx.execute<{ id: string; currency: string }>(sql`select id, currency from every_studio()`)
  return rows
}
