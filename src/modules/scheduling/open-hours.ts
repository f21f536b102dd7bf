import { eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Span } from '../../kernel/time.ts'
import { studios } from '../studios/index.ts'
import { type ResourceRow, readBookable } from './plan.ts'
import { bookablesOf } from './taken.ts'
import { openSpans } from './wall-hours.ts'

/** The studio's rooms, people and gear with the times at which they are open within a range (P10). */
export async function openHours(
  ctx: Ctx,
  range: Span,
): Promise<{ zone: string; resources: { resource: ResourceRow; open: Span[] }[] }> {
  const [studio] = await ctx.tx.select({ zone: studios.zone }).from(studios).where(eq(studios.id, ctx.studioId))
  const zone = studio?.zone ?? 'UTC'
  const rows = await readBookable(ctx)
  const known = await bookablesOf(ctx, rows, range, zone)
  return {
    zone,
    resources: rows.map((resource) => {
      const opening = known.get(resource.id)
      return { resource, open: opening ? openSpans(opening, range) : [] }
    }),
  }
}
