import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { lockNamed } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import { problem } from '../../kernel/problem.ts'
import type { Words } from '../studios/index.ts'
import { scheduleChanged } from './events.ts'
import { refuseBeyondList } from './list-limit.ts'
import { readExtras, readPriceRules } from './plan.ts'
import { extraJson } from './schemas.ts'
import { extras, type Pricing, priceRules, resources, serviceResources, services } from './tables.ts'

export interface WantedService {
  title: Words
  about: Words
  pricing: Pricing
  priceMinor: bigint
  bookable: boolean
  minMinutes: number
  maxMinutes: number
  position: number
  resourceIds: readonly string[]
}

/** Adds an item to the price list (R5). Throws `resource_unknown`, `list_full`. */
export async function addService(ctx: Ctx, wanted: WantedService): Promise<string> {
  const { resourceIds, ...columns } = wanted
  const [added] = await ctx.tx
    .insert(services)
    .values({ studioId: ctx.studioId, ...columns })
    .returning({ id: services.id })
  if (!added) throw new Error('the service was not written')
  await refuseBeyondList(ctx, 'services')
  await link(ctx, added.id, resourceIds)
  await tell(ctx, added.id, wanted.title, { after: plain(wanted) })
  return added.id
}

/**
 * Changes an item of the price list, and puts it back if it was taken off; what is booked keeps the price of its day.
 * Throws `not_found`, `resource_unknown`, `list_full`.
 */
export async function changeService(ctx: Ctx, id: string, wanted: WantedService): Promise<void> {
  const { resourceIds, ...columns } = wanted
  const [before] = await ctx.tx.select().from(services).where(one(ctx, id)).for('no key update')
  if (!before) throw problem('not_found')
  const mayHave = and(eq(serviceResources.studioId, ctx.studioId), eq(serviceResources.serviceId, id))
  const linked = await ctx.tx.select({ id: serviceResources.resourceId }).from(serviceResources).where(mayHave)
  await ctx.tx
    .update(services)
    .set({ ...columns, archived: false })
    .where(one(ctx, id))
  await refuseBeyondList(ctx, 'services')
  await ctx.tx.delete(serviceResources).where(mayHave)
  await link(ctx, id, resourceIds)
  await tell(ctx, id, wanted.title, {
    before: plain({ ...before, resourceIds: linked.map((resource) => resource.id) }),
    after: plain({ ...wanted, archived: false }),
  })
}

/** Takes an item off the price list. Throws `not_found`. */
export async function archiveService(ctx: Ctx, id: string): Promise<void> {
  const listed = and(one(ctx, id), eq(services.archived, false))
  const [gone] = await ctx.tx.update(services).set({ archived: true }).where(listed).returning()
  if (!gone) throw problem('not_found')
  await tell(ctx, id, gone.title, { before: { archived: false }, after: { archived: true } })
}

export type WantedExtraItem = Pick<
  typeof extras.$inferSelect,
  'title' | 'priceMinor' | 'per' | 'resourceId' | 'maxQuantity'
>

/**
 * Puts the list of extras in place of the one that was: those with a known id change, others are new, the rest go.
 * Throws `resource_unknown` where the gear behind one is not the studio's.
 */
export async function replaceExtras(
  ctx: Ctx,
  items: readonly (WantedExtraItem & { id?: string | undefined })[],
): Promise<void> {
  // Two lists at once would become one of both, or each wait for the other's rows.
  await lockNamed(ctx, 'extras')
  await checkGear(ctx, items)
  const before = await readExtras(ctx)
  await ctx.tx.update(extras).set({ archived: true }).where(eq(extras.studioId, ctx.studioId))
  if (items.length > 0) {
    await ctx.tx
      .insert(extras)
      .values(items.map(({ id = newId(), ...item }, position) => ({ studioId: ctx.studioId, id, ...item, position })))
      .onConflictDoUpdate({
        target: [extras.studioId, extras.id],
        set: {
          title: sql`excluded.title`,
          priceMinor: sql`excluded.price_minor`,
          per: sql`excluded.per`,
          resourceId: sql`excluded.resource_id`,
          maxQuantity: sql`excluded.max_quantity`,
          position: sql`excluded.position`,
          archived: false,
        },
      })
  }
  await tellList(ctx, 'extras', before.map(extraJson), (await readExtras(ctx)).map(extraJson))
}

export type WantedRule = Pick<
  typeof priceRules.$inferInsert,
  'kind' | 'title' | 'weekdays' | 'opens' | 'closes' | 'fromMinutes' | 'bps'
>

/** Puts the rules of the price by the hour in place of those that were (P10). */
export async function replacePriceRules(ctx: Ctx, rules: readonly WantedRule[]): Promise<void> {
  await lockNamed(ctx, 'price_rules')
  const before = await readPriceRules(ctx)
  await ctx.tx.delete(priceRules).where(eq(priceRules.studioId, ctx.studioId))
  if (rules.length > 0) {
    await ctx.tx
      .insert(priceRules)
      .values(rules.map((rule, position) => ({ studioId: ctx.studioId, ...rule, position })))
  }
  await tellList(ctx, 'price_rules', before, await readPriceRules(ctx))
}

async function checkGear(ctx: Ctx, items: readonly WantedExtraItem[]): Promise<void> {
  const gear = await ctx.tx
    .select({ id: resources.id })
    .from(resources)
    // Also what was taken off: the list of extras is sent whole, and one such must not stop the others.
    .where(and(eq(resources.studioId, ctx.studioId), eq(resources.kind, 'gear')))
  const known = new Set(gear.map(({ id }) => id))
  const at = items.findIndex(({ resourceId }) => resourceId !== null && !known.has(resourceId))
  const code = 'resource_unknown'
  if (at >= 0) throw problem(code, { fields: [{ pointer: `/${at}/resourceId`, code }] })
}

async function link(ctx: Ctx, serviceId: string, resourceIds: readonly string[]): Promise<void> {
  if (resourceIds.length === 0) return
  const known = await ctx.tx
    .select({ id: resources.id })
    .from(resources)
    .where(and(eq(resources.studioId, ctx.studioId), inArray(resources.id, [...resourceIds])))
  if (known.length !== new Set(resourceIds).size) {
    throw problem('resource_unknown', { fields: [{ pointer: '/resourceIds', code: 'resource_unknown' }] })
  }
  await ctx.tx
    .insert(serviceResources)
    .values(known.map(({ id: resourceId }) => ({ studioId: ctx.studioId, serviceId, resourceId })))
}

interface Change {
  before?: Record<string, unknown>
  after: Record<string, unknown>
}

async function tell(ctx: Ctx, id: string, title: Words, { before, after }: Change): Promise<void> {
  await publish(ctx, scheduleChanged, {
    subject: { type: 'service', id },
    payload: { what: 'service', name: title.ru || title.en },
    ...(before ? { before } : {}),
    after,
  })
}

async function tellList(ctx: Ctx, what: string, before: readonly unknown[], after: readonly unknown[]): Promise<void> {
  await publish(ctx, scheduleChanged, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { what, name: '' },
    before: { [what]: before },
    after: { [what]: after },
  })
}

function plain(service: WantedService & { archived?: boolean }): Record<string, unknown> {
  const { title, about, pricing, priceMinor, bookable, minMinutes, maxMinutes, resourceIds, archived = false } = service
  return {
    ...{ title, about, pricing, priceMinor: priceMinor.toString(), bookable, minMinutes, maxMinutes, archived },
    resourceIds: resourceIds.toSorted(),
  }
}

function one(ctx: Ctx, id: string) {
  return and(eq(services.studioId, ctx.studioId), eq(services.id, id))
}
