import { and, asc, count, eq, gte, inArray } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { violatedConstraint, violationDetail } from '../../kernel/database/door.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { findPeople } from '../studios/index.ts'
import { scheduleChanged } from './events.ts'
import { refuseBeyondList } from './list-limit.ts'
import type { ResourceRow } from './plan.ts'
import { bookingResources, bookings, type ResourceKind, resourceExceptions, resources } from './tables.ts'
import type { WeekdayHours } from './wall-hours.ts'

export interface ResourceException {
  date: Temporal.PlainDate
  opens: string | null
  closes: string | null
  note: string
}

export interface WantedResource {
  kind: ResourceKind
  name: string
  detail: string
  membershipId: string | null
  perHourMinor: bigint | null
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  weekly: WeekdayHours[]
  position: number
  exceptions: readonly ResourceException[]
}

/**
 * Adds a room, a person or a piece of gear (P10). A person who was taken off comes back with the bookings of before.
 * Throws `person_needed`, `resource_unknown`, `person_taken`, `rooms_exhausted`, `list_full`.
 */
export async function addResource(ctx: Ctx, wanted: WantedResource): Promise<ResourceRow> {
  const { exceptions, ...columns } = wanted
  await checkPerson(ctx, wanted)
  const gone = await findArchived(ctx, wanted.membershipId)
  if (gone) return changeResource(ctx, gone.id, wanted)
  const [added] = await ctx.tx
    .insert(resources)
    .values({ studioId: ctx.studioId, ...columns })
    .returning()
    .catch(refuse)
  if (!added) throw new Error('the resource was not written')
  await refuseBeyondList(ctx, 'resources')
  await writeExceptions(ctx, added.id, exceptions)
  await tell(ctx, { ...added, exceptions }, undefined)
  return added
}

/**
 * Changes a resource, its hours and its exceptions, and puts it back if it was taken off. What is booked stays booked.
 * Throws `not_found`, `person_needed`, `resource_unknown`, `person_taken`, `rooms_exhausted`, `list_full`.
 */
export async function changeResource(ctx: Ctx, id: string, wanted: WantedResource): Promise<ResourceRow> {
  const { exceptions, ...columns } = wanted
  await checkPerson(ctx, wanted)
  const before = await find(ctx, id)
  const [changed] = await ctx.tx
    .update(resources)
    .set({ ...columns, archived: false })
    .where(one(ctx, id))
    .returning()
    .catch(refuse)
  if (!changed) throw problem('not_found')
  await refuseBeyondList(ctx, 'resources')
  const excepted = await ctx.tx
    .delete(resourceExceptions)
    .where(and(eq(resourceExceptions.studioId, ctx.studioId), eq(resourceExceptions.resourceId, id)))
    .returning()
  await writeExceptions(ctx, id, exceptions)
  await tell(ctx, { ...changed, exceptions }, { ...before, exceptions: excepted })
  return changed
}

/** Takes a resource off the schedule. Throws `resource_in_use` while there are bookings of it ahead. */
export async function archiveResource(ctx: Ctx, id: string): Promise<void> {
  const before = await find(ctx, id, 'lock')
  const [ahead] = await ctx.tx
    .select({ n: count() })
    .from(bookingResources)
    .innerJoin(
      bookings,
      and(eq(bookings.studioId, bookingResources.studioId), eq(bookings.id, bookingResources.bookingId)),
    )
    .where(
      and(
        ...[eq(bookingResources.studioId, ctx.studioId), eq(bookingResources.resourceId, id)],
        ...[eq(bookingResources.active, true), gte(bookingResources.endsAt, ctx.now)],
        inArray(bookings.state, ['held', 'pending', 'confirmed']),
      ),
    )
  if ((ahead?.n ?? 0) > 0) throw problem('resource_in_use')
  const [archived] = await ctx.tx.update(resources).set({ archived: true }).where(one(ctx, id)).returning()
  if (archived) await tell(ctx, archived, before)
}

/** How many rooms the studio offers. */
export async function countRooms(ctx: Ctx): Promise<number> {
  const mine = and(eq(resources.studioId, ctx.studioId), eq(resources.kind, 'room'), eq(resources.archived, false))
  const [row] = await ctx.tx.select({ rooms: count() }).from(resources).where(mine)
  return row?.rooms ?? 0
}

/** The exceptions of all resources from a day on, in order. */
export async function exceptionsFrom(ctx: Ctx, day: Temporal.PlainDate) {
  return ctx.tx
    .select()
    .from(resourceExceptions)
    .where(and(eq(resourceExceptions.studioId, ctx.studioId), gte(resourceExceptions.date, day)))
    .orderBy(asc(resourceExceptions.date))
    .limit(2000)
}

async function find(ctx: Ctx, id: string, lock?: 'lock'): Promise<ResourceRow> {
  const query = ctx.tx.select().from(resources).where(one(ctx, id))
  const [row] = await (lock ? query.for('no key update') : query)
  if (!row) throw problem('not_found')
  return row
}

async function checkPerson(ctx: Ctx, { kind, membershipId }: WantedResource): Promise<void> {
  if (kind === 'person' && membershipId === null) throw refusal('person_needed')
  if (kind !== 'person' && membershipId !== null) throw refusal('resource_unknown')
  if (membershipId === null) return
  const [person] = await findPeople(ctx, { membershipIds: [membershipId] })
  if (!person || person.role === 'client') throw refusal('resource_unknown')
}

async function findArchived(ctx: Ctx, membershipId: string | null): Promise<ResourceRow | undefined> {
  if (membershipId === null) return undefined
  const [row] = await ctx.tx
    .select()
    .from(resources)
    .where(
      and(
        ...[eq(resources.studioId, ctx.studioId), eq(resources.membershipId, membershipId)],
        eq(resources.archived, true),
      ),
    )
  return row
}

async function writeExceptions(ctx: Ctx, resourceId: string, exceptions: readonly ResourceException[]): Promise<void> {
  if (exceptions.length === 0) return
  await ctx.tx
    .insert(resourceExceptions)
    .values(exceptions.map((exception) => ({ studioId: ctx.studioId, resourceId, ...exception })))
}

type Told = ResourceRow & { exceptions?: readonly ResourceException[] }

async function tell(ctx: Ctx, after: Told, before: Told | undefined): Promise<void> {
  await publish(ctx, scheduleChanged, {
    subject: { type: 'resource', id: after.id },
    payload: { what: after.kind, name: after.name },
    ...(before ? { before: plain(before) } : {}),
    after: plain(after),
  })
}

function plain({ perHourMinor, exceptions, ...row }: Told) {
  const { name, detail, weekly, bufferBeforeMinutes, bufferAfterMinutes, archived } = row
  const closed = exceptions?.map(({ date, opens, closes, note }) => ({ date: date.toString(), opens, closes, note }))
  return {
    ...{
      name,
      detail,
      perHourMinor: perHourMinor?.toString() ?? null,
      weekly,
      bufferBeforeMinutes,
      bufferAfterMinutes,
    },
    ...{ archived, ...(closed ? { exceptions: closed } : {}) },
  }
}

function one(ctx: Ctx, id: string) {
  return and(eq(resources.studioId, ctx.studioId), eq(resources.id, id))
}

function refuse(error: unknown): never {
  if (violatedConstraint(error) === 'resources_rooms') {
    throw problem('rooms_exhausted', { params: { limit: Number(violationDetail(error)) } })
  }
  if (violatedConstraint(error) === 'resources_person') throw refusal('person_taken')
  throw error
}

function refusal(code: 'person_needed' | 'person_taken' | 'resource_unknown') {
  return problem(code, { fields: [{ pointer: '/membershipId', code }] })
}
