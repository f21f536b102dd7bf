import { eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { studioChanged } from './events.ts'
import { studios } from './tables.ts'

/** What the owner changes of the studio's brand, texts and contacts (P3). */
export type Dress = Partial<
  Pick<typeof studios.$inferInsert, 'name' | 'colour' | 'tagline' | 'about' | 'address' | 'phone' | 'email' | 'zone'>
>

/** Changes the studio's brand, texts and contacts, and tells what they were. */
export async function dressStudio(ctx: Ctx, dress: Dress): Promise<void> {
  const [before] = await ctx.tx.select().from(studios).where(eq(studios.id, ctx.studioId)).for('update')
  if (!before || Object.keys(dress).length === 0) return
  await ctx.tx.update(studios).set(dress).where(eq(studios.id, ctx.studioId))
  const changed = Object.entries(before).filter(([key]) => key in dress)
  await publish(ctx, studioChanged, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: {},
    before: Object.fromEntries(changed),
    after: dress,
  })
}
