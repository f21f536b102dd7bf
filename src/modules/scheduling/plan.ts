import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Currency } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { memberships, studios } from '../studios/index.ts'
import type { PriceRule } from './price.ts'
import { type ScheduleSettings, USUAL_SETTINGS } from './settings.ts'
import {
  extras,
  priceRules,
  type ResourceKind,
  resources,
  scheduleSettings,
  serviceResources,
  services,
} from './tables.ts'

export type ResourceRow = typeof resources.$inferSelect
export type ServiceRow = typeof services.$inferSelect
export type ExtraRow = typeof extras.$inferSelect

/** Everything that decides when a service can be had, with whom, and what it costs; but for what is booked already. */
export interface Plan {
  zone: string
  currency: Currency
  settings: ScheduleSettings
  service: ServiceRow
  /** Rooms and people that the service may have, in the studio's order. One of each kind takes part. */
  candidates: ResourceRow[]
  /** The kinds of which one takes part, also where none of them is left. */
  takes: ReadonlySet<ResourceKind>
  /** Those of the studio that can be had; none where none was wanted. */
  extras: ExtraRow[]
  /** The gear that stands behind extras. */
  gear: ResourceRow[]
  rules: PriceRule[]
}

/**
 * Reads the plan of a service that is on the list, with the studio's extras where some are wanted. In as few questions
 * as it takes: they are most of what holding a time costs. Throws `not_found`, `not_bookable`.
 */
export async function readPlan(ctx: Ctx, serviceId: string, wanted: readonly unknown[]): Promise<Plan> {
  const { zone, currency } = studios
  const rows = await ctx.tx
    .select({ service: services, zone, currency, settings: scheduleSettings, rule: priceRules })
    .from(services)
    .innerJoin(studios, eq(studios.id, services.studioId))
    .leftJoin(scheduleSettings, eq(scheduleSettings.studioId, services.studioId))
    .leftJoin(priceRules, eq(priceRules.studioId, services.studioId))
    .where(and(eq(services.studioId, ctx.studioId), eq(services.id, serviceId), eq(services.archived, false)))
    .orderBy(...RULES_IN_ORDER)
  const [found] = rows
  if (!found) throw problem('not_found')
  if (!found.service.bookable) throw problem('not_bookable')
  const known = await selectBookable(ctx, serviceId)
  const all = known.filter(({ isThere }) => isThere)
  const gear = all.flatMap(({ resource }) => (resource.kind === 'gear' ? resource : []))
  const offered = wanted.length > 0 ? await readExtras(ctx) : []
  return {
    ...{ zone: found.zone, currency: found.currency, service: found.service },
    settings: found.settings ?? USUAL_SETTINGS,
    candidates: all.flatMap(({ resource, linked }) => (resource.kind !== 'gear' && linked ? resource : [])),
    takes: new Set(known.flatMap(({ resource: { kind }, linked }) => (linked && kind !== 'gear' ? kind : []))),
    gear,
    // One whose gear was taken off cannot be had, or two would get what is not there.
    extras: offered.filter(({ resourceId }) => resourceId === null || gear.some(({ id }) => id === resourceId)),
    rules: rows.flatMap(({ rule }) => (rule ? ruleOf(rule) : [])),
  }
}

/** The studio's rooms, people who are still there, and gear, in its order. */
export async function readBookable(ctx: Ctx): Promise<ResourceRow[]> {
  const rows = await selectBookable(ctx)
  return rows.map(({ resource }) => resource)
}

/** `linked`: whether the service may have it; `isThere`: whether it can be had, which of those of the service all may lack. */
function selectBookable(ctx: Ctx, serviceId?: string) {
  const isThere = sql<boolean>`(not ${resources.archived}
    and (${resources.membershipId} is null or ${memberships.state} = 'active'))`
  const linked = sql<boolean>`${serviceResources.id} is not null`
  return ctx.tx
    .select({ resource: resources, linked, isThere })
    .from(resources)
    .leftJoin(
      memberships,
      and(eq(memberships.studioId, resources.studioId), eq(memberships.id, resources.membershipId)),
    )
    .leftJoin(
      serviceResources,
      and(
        ...[eq(serviceResources.studioId, resources.studioId), eq(serviceResources.resourceId, resources.id)],
        serviceId ? eq(serviceResources.serviceId, serviceId) : sql`false`,
      ),
    )
    .where(and(eq(resources.studioId, ctx.studioId), sql`(${isThere} or ${linked})`))
    .orderBy(
      sql`array_position(array['room', 'person', 'gear'], ${resources.kind})`,
      asc(resources.position),
      asc(resources.id),
    )
}

/** What may be added to a session. */
export function readExtras(ctx: Ctx): Promise<ExtraRow[]> {
  return ctx.tx
    .select()
    .from(extras)
    .where(and(eq(extras.studioId, ctx.studioId), eq(extras.archived, false)))
    .orderBy(asc(extras.position), asc(extras.id))
}

/** What changes the price by the hour. */
export async function readPriceRules(ctx: Ctx): Promise<PriceRule[]> {
  const rows = await ctx.tx
    .select()
    .from(priceRules)
    .where(eq(priceRules.studioId, ctx.studioId))
    .orderBy(...RULES_IN_ORDER)
  return rows.map(ruleOf)
}

const RULES_IN_ORDER = [asc(priceRules.position), asc(priceRules.id)]

function ruleOf(row: typeof priceRules.$inferSelect): PriceRule {
  const { kind, title: label, weekdays, opens, closes, fromMinutes, bps } = row
  return kind === 'window'
    ? { kind, label, weekdays, opens: opens ?? '', closes: closes ?? '', bps }
    : { kind, label, fromMinutes: fromMinutes ?? 0, bps }
}

/** The candidates by kind: one of each group takes part. */
export function groupsOf(candidates: readonly ResourceRow[]): ResourceRow[][] {
  const kinds: ResourceKind[] = ['room', 'person']
  return kinds.map((kind) => candidates.filter((one) => one.kind === kind)).filter((group) => group.length > 0)
}

/**
 * Takes the lock of every resource named, in one order, until the transaction ends: whoever wants the same room waits
 * here, and sees what the one before has booked. The exclusion constraint stands behind it. Gives back those that were
 * not taken off the schedule meanwhile.
 */
export async function lockResources(ctx: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const locked = await ctx.tx
    .select({ id: resources.id, archived: resources.archived })
    .from(resources)
    .where(and(eq(resources.studioId, ctx.studioId), inArray(resources.id, [...ids])))
    .orderBy(asc(resources.id))
    .for('no key update')
  return new Set(locked.flatMap(({ id, archived }) => (archived ? [] : id)))
}
