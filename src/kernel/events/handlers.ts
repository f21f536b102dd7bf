import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import type { Database } from '../database/door.ts'
import { events, handledEvents } from '../tables.ts'
import type { EventKind, Subject } from './event.ts'

/** An event as a handler is given it. */
export interface HappenedEvent<Payload = Record<string, unknown>> {
  id: string
  name: string
  studioId: string
  subject: Subject
  payload: Payload
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  audience: readonly string[]
  actor: { accountId: string | null; membershipId: string | null; role: string | null }
  occurredAt: Temporal.Instant
}

/** What one module does when an event of that name happened. */
export interface Handler<Payload = Record<string, unknown>> {
  /** `module.what`: stable, since what is handled is remembered under it. */
  name: string
  event: string
  run(ctx: Ctx, event: HappenedEvent<Payload>): Promise<void>
}

/** A handler whose payload type is checked where it is declared and read from the row where it is run. */
export type AnyHandler = Handler

/**
 * Subscribes to a kind of event (P14). `run` works in one transaction of the event's studio in which the handling is
 * recorded too: run again after a crash, it finds the record and does nothing. Calls to the outside belong into a job
 * that it enqueues.
 */
export function on<Schema extends z.ZodType<Record<string, unknown>>>(
  kind: EventKind<string, Schema>,
  name: string,
  run: (ctx: Ctx, event: HappenedEvent<z.output<Schema>>) => Promise<void>,
): AnyHandler {
  return {
    name,
    event: kind.name,
    run: (ctx, event) => run(ctx, { ...event, payload: kind.payload.parse(event.payload) }),
  }
}

/** Subscribes to every event whatever its name: for readings of all of them, such as notifications by declaration. */
export function onNamed(
  eventName: string,
  name: string,
  run: (ctx: Ctx, event: HappenedEvent) => Promise<void>,
): AnyHandler {
  return { name, event: eventName, run }
}

/** Runs one handler for one event, exactly once in effect. Throws what the handler throws; then nothing is recorded. */
export async function handleEvent(
  database: Database,
  handler: AnyHandler,
  studioId: string,
  eventId: string,
): Promise<void> {
  const scope = { studioId, actor: { kind: 'system' }, request: { id: `event:${eventId}` } } as const
  await database.transaction(scope, async (ctx) => {
    const recorded = await ctx.tx
      .insert(handledEvents)
      .values({ studioId, eventId, handler: handler.name })
      .onConflictDoNothing()
      .returning({ id: handledEvents.id })
    if (recorded.length === 0) return
    const [row] = await ctx.tx
      .select()
      .from(events)
      .where(and(eq(events.studioId, studioId), eq(events.id, eventId)))
    if (!row) throw new Error(`event ${eventId} is not there`)
    await handler.run(ctx, {
      id: row.id,
      name: row.name,
      studioId,
      subject: { type: row.subjectType, id: row.subjectId },
      payload: row.payload,
      before: row.before,
      after: row.after,
      audience: row.audience,
      actor: { accountId: row.actorAccountId, membershipId: row.actorMembershipId, role: row.actorRole },
      occurredAt: row.occurredAt,
    })
  })
}
