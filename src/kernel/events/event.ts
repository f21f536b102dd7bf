import type { z } from 'zod'
import { accountOf, type Ctx, membershipOf } from '../context.ts'
import { newId } from '../ids.ts'
import { events } from '../tables.ts'

/** A kind of event: its name in the field's words (`booking.confirmed`) and the schema of what it tells. */
export interface EventKind<Name extends string = string, Schema extends z.ZodType = z.ZodType> {
  name: Name
  payload: Schema
  whose: Whose
}

/**
 * Whose business an event is, wherever it happened. The studio's `staff` hear of it live, or, where it tells of money,
 * those of them who are its `leads` (owner and managers), and its webhooks are told of both. What is a `person`'s own
 * (signing in, a password, what they want to be told) or the `platform`'s no studio is told of. The audience of an event
 * hears of it in any case.
 */
export type Whose = 'staff' | 'leads' | 'person' | 'platform'

const declared = new Map<string, EventKind>()

/** Every kind of event that the loaded modules have declared, by name. */
export function declaredEvents(): ReadonlyMap<string, EventKind> {
  return declared
}

/** Declares a kind of event, and whose business it is, in the `events.ts` of the module that announces it (P14). */
export function defineEvent<const Name extends string, Schema extends z.ZodType<Record<string, unknown>>>(
  name: Name,
  payload: Schema,
  whose: Whose,
): EventKind<Name, Schema> {
  const kind = { name, payload, whose }
  declared.set(name, kind)
  return kind
}

/** Whether an event is a studio's business, as its webhooks are told. */
export function isOfStudio({ whose }: Pick<EventKind, 'whose'>): boolean {
  return whose === 'staff' || whose === 'leads'
}

/** Events of one statement: well below the 65,535 values that one may carry. */
const AT_ONCE = 500

/** What an event is about. */
export interface Subject {
  type: string
  id: string
}

export interface Announcement<Payload> {
  subject: Subject
  payload: Payload
  /** What the subject was, as far as it changed. */
  before?: Record<string, unknown>
  /** What it became. */
  after?: Record<string, unknown>
  /** Memberships besides the studio's staff who may be told live (the client of a booking). */
  audience?: readonly string[]
}

/**
 * Writes the event in the transaction of the change that it tells of (P14, P17): with the transaction it stands or
 * falls, and nothing is sent from memory. Returns the event's id. Throws a ZodError when the payload is not as declared.
 */
export async function publish<Schema extends z.ZodType<Record<string, unknown>>>(
  ctx: Ctx,
  kind: EventKind<string, Schema>,
  announcement: Announcement<z.input<Schema>>,
): Promise<string> {
  const row = eventRow(ctx, kind, announcement)
  await ctx.tx.insert(events).values(row)
  return row.id
}

/** Writes any number of events of one kind, as `publish` does one, in few statements. */
export async function publishAll<Schema extends z.ZodType<Record<string, unknown>>>(
  ctx: Ctx,
  kind: EventKind<string, Schema>,
  announcements: readonly Announcement<z.input<Schema>>[],
): Promise<void> {
  for (let start = 0; start < announcements.length; start += AT_ONCE) {
    const some = announcements.slice(start, start + AT_ONCE)
    await ctx.tx.insert(events).values(some.map((announcement) => eventRow(ctx, kind, announcement)))
  }
}

function eventRow<Schema extends z.ZodType<Record<string, unknown>>>(
  ctx: Ctx,
  kind: EventKind<string, Schema>,
  announcement: Announcement<z.input<Schema>>,
) {
  return {
    studioId: ctx.studioId,
    id: newId(),
    name: kind.name,
    actorKind: ctx.actor.kind,
    actorAccountId: accountOf(ctx.actor) ?? null,
    actorMembershipId: membershipOf(ctx.actor) ?? null,
    actorRole: ctx.actor.kind === 'profile' ? ctx.actor.role : null,
    subjectType: announcement.subject.type,
    subjectId: announcement.subject.id,
    payload: kind.payload.parse(announcement.payload),
    before: announcement.before ?? null,
    after: announcement.after ?? null,
    audience: [...(announcement.audience ?? [])],
    requestId: ctx.request.id,
    ip: ctx.request.ip ?? null,
    userAgent: ctx.request.userAgent?.slice(0, 400) ?? null,
    occurredAt: ctx.now,
  }
}
