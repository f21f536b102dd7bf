import type { Ctx } from '../../kernel/context.ts'
import { problem } from '../../kernel/problem.ts'
import type { Span } from '../../kernel/time.ts'
import { type Bookable, isFree, isOnStep, isOpen } from './availability.ts'
import { groupsOf, lockResources, type Plan, type ResourceRow } from './plan.ts'
import { gearOf, type WantedExtra } from './quote.ts'
import { lockedBookablesOf } from './taken.ts'

export interface WantedSession {
  start: Temporal.Instant
  minutes: number
  /** The room and the person that were picked; any that is free, where none was. */
  roomId?: string | null
  personId?: string | null
  extras: readonly WantedExtra[]
}

/**
 * Locks what a session may take and says which rooms and people it gets. Everything that the list of free times said is
 * checked again (P11): hours, length, notice, steps, buffers. Throws `too_soon`, `too_far`, `off_step`,
 * `length_not_offered`, `resource_unknown`, `closed_then`, `slot_taken`. `except` is the booking that is being moved.
 */
export async function chooseFree(
  ctx: Ctx,
  plan: Plan,
  wanted: WantedSession,
  except?: string,
): Promise<{ session: Span; chosen: ResourceRow[] }> {
  const session = { start: wanted.start, end: wanted.start.add({ minutes: wanted.minutes }) }
  checkFrame(ctx.now, plan, session, wanted.minutes)
  const groups = [...wantedGroups(plan, wanted), ...gearOf(plan, wanted.extras).map((one) => [one])]
  const chosen = await lockFree(ctx, groups, session, plan.zone, { except, evenClosed: false })
  return { session, chosen }
}

/**
 * Of each group the first that is open and free, with the lock of all of them taken. Throws `closed_then`, `slot_taken`;
 * `resource_unknown` where all of a group were taken off the schedule meanwhile.
 */
export async function lockFree(
  ctx: Ctx,
  groups: readonly (readonly ResourceRow[])[],
  session: Span,
  zone: string,
  { except, evenClosed }: { except?: string | undefined; evenClosed: boolean },
): Promise<ResourceRow[]> {
  const rows = groups.flat()
  const ids = rows.map(({ id }) => id)
  const there = await lockResources(ctx, ids)
  const known = await lockedBookablesOf(ctx, rows, session, zone, except)
  const of = (row: ResourceRow): Bookable => {
    const bookable = known.get(row.id)
    if (!bookable) throw new Error('a resource without its hours')
    return evenClosed ? { ...bookable, ...ALWAYS_OPEN } : bookable
  }
  return groups.map((all) => {
    const group = all.filter(({ id }) => there.has(id))
    if (group.length === 0) throw problem('resource_unknown')
    const free = group.find((row) => isFree(of(row), session))
    if (free) return free
    throw problem(group.some((row) => isOpen(of(row), session)) ? 'slot_taken' : 'closed_then')
  })
}

/**
 * The groups of candidates, narrowed to the room and the person that were picked. Throws `resource_unknown`;
 * `not_bookable` where no room, or nobody, is left of those that the service takes.
 */
export function wantedGroups(
  plan: Plan,
  { roomId, personId }: Pick<WantedSession, 'roomId' | 'personId'>,
): ResourceRow[][] {
  const picked = [roomId, personId].filter((id) => id !== undefined && id !== null)
  if (picked.some((id) => !plan.candidates.some((one) => one.id === id))) throw problem('resource_unknown')
  const groups = groupsOf(plan.candidates)
  if (groups.length === 0 || groups.length < plan.takes.size) throw problem('not_bookable')
  return groups.map((group) => {
    const one = group.filter(({ id }) => picked.includes(id))
    return one.length > 0 ? one : group
  })
}

const ALWAYS_OPEN = {
  exceptions: [],
  weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '00:00' })),
}

function checkFrame(now: Temporal.Instant, { settings, service, zone }: Plan, session: Span, minutes: number): void {
  const { noticeMinutes, advanceDays, stepMinutes } = settings
  if (Temporal.Instant.compare(session.start, now.add({ minutes: noticeMinutes })) < 0) {
    throw problem('too_soon', { params: { minutes: noticeMinutes } })
  }
  if (Temporal.Instant.compare(session.start, now.add({ hours: advanceDays * 24 })) > 0) {
    throw problem('too_far', { params: { days: advanceDays } })
  }
  const { minMinutes: least, maxMinutes: most } = service
  if (minutes < least || minutes > most) throw problem('length_not_offered', { params: { least, most } })
  if (!isOnStep(session.start, zone, stepMinutes)) throw problem('off_step')
}
