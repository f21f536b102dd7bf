import type { Ctx } from '../../kernel/context.ts'
import type { Span } from '../../kernel/time.ts'
import { type Bookable, freeStarts } from './availability.ts'
import { wantedGroups } from './choose.ts'
import { movedBooking, readOffer } from './offer.ts'
import { groupsOf, type Plan, type ResourceRow, readPlan } from './plan.ts'
import { gearOf, type Quote, quoteOf, type WantedExtra } from './quote.ts'
import { liveHolds } from './release.ts'
import { bookablesOf } from './taken.ts'

export interface Wish {
  serviceId: string
  minutes: number
  roomId?: string | null | undefined
  personId?: string | null | undefined
  extras: readonly WantedExtra[]
  range: Span
  /** The asker's hold that would be given up, or booking that would be moved: it stands in nobody's way. */
  instead?: string | undefined
}

/** A moment at which a session may begin; one that somebody has is shown as taken. */
export interface Start {
  start: Temporal.Instant
  free: boolean
  /** Who and what would take part, as far as it is free. */
  resourceIds: string[]
  /** The asker's own hold that begins then. */
  own: string | null
}

/** Longest range that one question may ask about, in days. */
export const MAX_RANGE_DAYS = 45

/**
 * When a session may begin (P11), with those moments beside them that would be offered if nobody had them. Only a
 * proposal: `holdTime` checks all of it again. A booking that would be moved takes its own extras along. Throws `not_found`,
 * `not_bookable`, `resource_unknown`, `no_longer_offered`.
 */
export async function freeTimes(ctx: Ctx, wish: Wish): Promise<{ plan: Plan; starts: Start[] }> {
  const moved = await movedBooking(ctx, wish.instead)
  const plan = moved ? await readOffer(ctx, moved) : await readPlan(ctx, wish.serviceId, wish.extras)
  const extras = moved?.extras ?? wish.extras
  const groups = [...wantedGroups(plan, wish), ...gearOf(plan, extras).map((one) => [one])]
  const end = wish.range.end.add({ minutes: wish.minutes })
  const holds = await liveHolds(ctx, wish.instead)
  const given = moved?.id ?? holds.find(({ id }) => id === wish.instead)?.id
  const known = await bookablesOf(ctx, groups.flat(), { start: wish.range.start, end }, plan.zone, given)
  const { noticeMinutes, advanceDays, stepMinutes } = plan.settings
  const frame = {
    earliest: ctx.now.add({ minutes: noticeMinutes }),
    latest: ctx.now.add({ hours: advanceDays * 24 }),
    stepMinutes,
  }
  const asked = { range: wish.range, minutes: wish.minutes, frame, zone: plan.zone }
  const withTaken = groups.map((group) => group.flatMap(({ id }) => known.get(id) ?? []))
  const free = new Map(freeStarts(withTaken, asked).map((one) => [one.start.epochMilliseconds, one.resourceIds]))
  const open = freeStarts(withTaken.map(withoutTaken), asked)
  const starts = open.map(({ start }) => {
    const resourceIds = free.get(start.epochMilliseconds)
    const own = holds.find(({ startsAt }) => startsAt.equals(start))?.id ?? null
    return { start, free: resourceIds !== undefined, resourceIds: resourceIds ?? [], own }
  })
  return { plan, starts }
}

/** What a session would cost with these people, or with the first that the service may have. Nothing is kept. */
export async function quoteFor(
  ctx: Ctx,
  wish: Omit<Wish, 'range' | 'instead'> & { start: Temporal.Instant; resourceIds?: readonly string[] | undefined },
): Promise<{ plan: Plan; quote: Quote; chosen: ResourceRow[] }> {
  const plan = await readPlan(ctx, wish.serviceId, wish.extras)
  const session = { start: wish.start, end: wish.start.add({ minutes: wish.minutes }) }
  const named = plan.candidates.filter(({ id }) => wish.resourceIds?.includes(id))
  const chosen =
    named.length > 0
      ? groupsOf(named).flatMap((group) => group.slice(0, 1))
      : wantedGroups(plan, wish).flatMap((group) => group.slice(0, 1))
  return { plan, chosen, quote: quoteOf(plan, session, chosen, wish.extras) }
}

function withoutTaken(group: Bookable[]): Bookable[] {
  return group.map((one) => ({ ...one, taken: [] }))
}
