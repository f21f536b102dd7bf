import { z } from 'zod'
import { instantSchema, zoneSchema } from '../../kernel/time.ts'
import type { AuditEntry, EventCursor, EventFilter } from './search.ts'

const change = z.record(z.string(), z.unknown()).nullable()

export const entrySchema = z
  .object({
    id: z.uuid(),
    studioId: z.uuid(),
    studio: z.object({ name: z.string(), slug: z.string() }).nullable(),
    name: z.string(),
    actor: z.object({
      kind: z.string(),
      accountId: z.uuid().nullable(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      membershipId: z.uuid().nullable(),
      profile: z.string().nullable(),
      role: z.string().nullable(),
    }),
    subject: z.object({ type: z.string(), id: z.uuid() }),
    payload: z.record(z.string(), z.unknown()),
    before: change,
    after: change,
    requestId: z.string(),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    at: z.string(),
  })
  .meta({ id: 'AuditEntry' })

/** The filters of the audit log, in its address and in those of its exports. */
export const filterQuery = z.object({
  studioId: z.uuid().optional(),
  accountId: z.uuid().optional(),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_.-]{0,80}$/)
    .optional()
    .describe('A kind (booking.confirmed) or all of a subject’s (booking)'),
  subjectId: z.uuid().optional(),
  withReadings: z.stringbool().optional().describe('The console’s own readings too; otherwise only by name'),
  from: instantSchema.optional(),
  to: instantSchema.optional().describe('Not in it'),
})

export const pageQuery = filterQuery.extend({
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,120}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const exportQuery = filterQuery.extend({ format: z.enum(['csv', 'jsonl', 'xlsx']) })

export const rangeQuery = z.object({
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  zone: zoneSchema.default('UTC'),
})

/** The filter as the search takes it. */
export function filterOf({ from, to, ...rest }: z.infer<typeof filterQuery>): EventFilter {
  return {
    ...rest,
    ...(from ? { from: Temporal.Instant.from(from) } : {}),
    ...(to ? { to: Temporal.Instant.from(to) } : {}),
  }
}

/** A cursor as text that need not be understood. */
export function cursorText({ occurredAt, id }: EventCursor): string {
  return Buffer.from(`${occurredAt.toString()} ${id}`).toString('base64url')
}

/** The cursor in the text, or undefined when somebody made it up. */
export function cursorOf(text: string): EventCursor | undefined {
  const [moment = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
  try {
    return { occurredAt: Temporal.Instant.from(moment), id: z.uuid().parse(id) }
  } catch {
    return undefined
  }
}

/** An audit entry for JSON. */
export function entryJson(entry: AuditEntry): z.infer<typeof entrySchema> {
  const { studioName, studioSlug } = entry
  return {
    id: entry.id,
    studioId: entry.studioId,
    studio: studioName !== null && studioSlug !== null ? { name: studioName, slug: studioSlug } : null,
    name: entry.name,
    actor: {
      kind: entry.actorKind,
      accountId: entry.actorAccountId,
      name: entry.actorName,
      email: entry.actorEmail,
      membershipId: entry.actorMembershipId,
      profile: entry.actorProfile,
      role: entry.actorRole,
    },
    subject: { type: entry.subjectType, id: entry.subjectId },
    payload: entry.payload,
    before: entry.before,
    after: entry.after,
    requestId: entry.requestId,
    ip: entry.ip,
    userAgent: entry.userAgent,
    at: entry.occurredAt.toString(),
  }
}
