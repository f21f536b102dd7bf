import { eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { studioChanged } from './events.ts'
import { studios } from './tables.ts'

/** What the owner changes of the studio's brand, texts and contacts (P3). */
export type Dress = Partial<
  Pick<
    typeof studios.$inferInsert,
    'name' | 'colour' | 'tagline' | 'about' | 'address' | 'phone' | 'email' | 'zone' | 'logo' | 'cover'
  >
>

/** Changes the studio's brand, texts and contacts, and tells what they were; answers the studio as it was. */
export async function dressStudio(ctx: Ctx, dress: Dress): Promise<typeof studios.$inferSelect> {
  const [before] = await ctx.tx.select().from(studios).where(eq(studios.id, ctx.studioId)).for('update')
  if (!before) throw problem('not_found')
  if (Object.keys(dress).length === 0) return before
  await ctx.tx.update(studios).set(dress).where(eq(studios.id, ctx.studioId))
  const changed = Object.entries(before).filter(([key]) => key in dress)
  await publish(ctx, studioChanged, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: {},
    before: inShort(Object.fromEntries(changed)),
    after: inShort(dress),
  })
  return before
}

/** As it is told: of a picture, the file that it is. */
function inShort(dress: Dress): Record<string, unknown> {
  const { logo, cover, ...rest } = dress
  return {
    ...rest,
    ...(logo === undefined ? {} : { logo: logo?.fileId ?? null }),
    ...(cover === undefined ? {} : { cover: cover?.fileId ?? null }),
  }
}
