import type { z } from 'zod'
import type { Money, MoneyJson } from '../money.ts'
import type { Role } from '../policy.ts'
import type { Sentence } from '../problem.ts'
import type { EventKind } from './event.ts'
import type { HappenedEvent } from './handlers.ts'

/** The groups under which a person finds the kinds of notices in the settings, in this order. */
export const NOTICE_TOPICS = ['bookings', 'messages', 'projects', 'payments', 'files', 'team', 'studio'] as const
export type NoticeTopic = (typeof NOTICE_TOPICS)[number]

/** Ways besides the inbox, which everything reaches. */
export const NOTICE_CHANNELS = ['email', 'telegram'] as const
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number]

/** Who is told. Members of the event's studio in every case. */
export type Recipients<Payload = Record<string, unknown>> =
  /** The memberships that the event names in its audience. */
  | { kind: 'audience' }
  /** Whoever did it, when what they did deserves a receipt. */
  | { kind: 'actor' }
  /** Staff, managers and the owner who hold this permission. */
  | { kind: 'permission'; permission: string }
  /** Everyone of this role. */
  | { kind: 'role'; role: Role }
  /** The memberships that the payload names. */
  | { kind: 'members'; of: (payload: Payload) => readonly (string | null | undefined)[] }

/** What may stand in a sentence. Money and moments are written as the reader's language and zone have them. */
export type NoticeValue = string | number | Money | MoneyJson | Temporal.Instant | Temporal.PlainDate | Sentence | null

/** For whom a notice is written, where what it says depends on that: each is told their own part. */
export interface NoticeReader {
  membershipId: string
}

/** What a module says of one of its events, to whom, and where a press on it leads (P14–P16). */
export interface NoticeTemplate<Payload = Record<string, unknown>> {
  /** The event's name. */
  event: string
  topic: NoticeTopic
  /** The kind of event in the settings, without placeholders: "Booking confirmed". */
  label: Sentence
  to: Recipients<Payload>
  /**
   * ICU message texts (https://unicode-org.github.io/icu/userguide/format_parse/messages/): `{client} booked {start}`,
   * `{count, plural, one {# файл} few {# файла} many {# файлов} other {# файла}}`. Russian plurals have all four forms.
   * Filled from the payload's own strings, numbers and money, then `values`; and always `{actor}` (display name of
   * whoever did it, empty for the system) and `{studio}` (its name).
   */
  title: Sentence
  body?: Sentence
  /** Values that the payload does not hold as they should be shown: moments, names by id, labels. */
  values?: (payload: Payload, reader: NoticeReader) => Record<string, NoticeValue>
  /** Path inside the app, after the studio: `/bookings/…`. */
  link?: (event: HappenedEvent<Payload>) => string
  /** The channels that are on until a person chooses otherwise. Both, when left out. */
  channels?: readonly NoticeChannel[]
  /** Whoever did it is not told of it, except where this says so. Always told when `to` is the actor. */
  actorToo?: true
  /** It reaches nobody but those who work in the studio: clients do not find it in their settings. */
  forStaff?: true
  /** Leaves it out for some events of the kind (an unchanged status, a system's own message). */
  when?: (payload: Payload) => boolean
}

/**
 * Declares a notice, in the `events.ts` of the module that owns the event, gathered there in `notices` and given to the
 * module's `notices`. A person who matches several notices of one event gets the first of them only: put the more
 * specific ones first.
 */
export function defineNotice<Schema extends z.ZodType<Record<string, unknown>>>(
  kind: EventKind<string, Schema>,
  notice: Omit<NoticeTemplate<z.output<Schema>>, 'event'>,
): NoticeTemplate {
  const { to, values, link, when, ...rest } = notice
  const parse = (payload: Record<string, unknown>) => kind.payload.parse(payload)
  return {
    ...rest,
    event: kind.name,
    to: to.kind === 'members' ? { kind: 'members', of: (payload) => to.of(parse(payload)) } : to,
    ...(values
      ? { values: (payload: Record<string, unknown>, reader: NoticeReader) => values(parse(payload), reader) }
      : {}),
    ...(link ? { link: (event: HappenedEvent) => link({ ...event, payload: parse(event.payload) }) } : {}),
    ...(when ? { when: (payload: Record<string, unknown>) => when(parse(payload)) } : {}),
  }
}
