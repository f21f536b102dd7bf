import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { newId } from '../src/kernel/ids.ts'
import { load } from './http-load.ts'
import { type Measure, measure } from './measure.ts'
import { type BenchStudio, benchStudio } from './studio.ts'

const CLIENTS = 3_000
const ROOMS = 20
const SECONDS = 5
const CONNECTIONS = 64
const DIRECT_CONNECTIONS = 32
/** Unpaid times that one client may hold. */
const HOLDS_EACH = 3

/**
 * Times held a second over HTTP (session, permission, hours, price, locks, exclusion constraint, event, job), beside the
 * same lock and rows written directly by 32 connections, one booking at a time.
 */
export async function bookings(): Promise<Measure[]> {
  const studio = await benchStudio(CLIENTS)
  try {
    const { rooms, serviceId } = await layRooms(studio)
    const slots = slotsOf(rooms)
    const { program, clients } = studio
    let next = 0
    const rate = await load(program.port, CONNECTIONS, SECONDS, () => {
      const slot = slots[next]
      const client = clients[Math.floor(next / HOLDS_EACH) % clients.length]
      if (!slot || !client || next >= clients.length * HOLDS_EACH) throw new Error('too few slots for this machine')
      next++
      return {
        path: '/api/studios/bench/bookings',
        headers: { cookie: client.cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify({
          ...{ serviceId, start: slot.start, minutes: 60, roomId: slot.roomId, expectedMinor: '100000' },
        }),
      }
    })
    const direct = await writeDirectly(studio, slots.slice(next))
    return [measure(`bookings held, ${CONNECTIONS} connections`, rate, 'per s', direct)]
  } finally {
    await studio.close()
  }
}

interface Slot {
  roomId: string
  start: string
}

async function layRooms({ client, studioId }: BenchStudio): Promise<{ rooms: string[]; serviceId: string }> {
  const rooms = Array.from({ length: ROOMS }, () => newId())
  const serviceId = newId()
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '00:00' }))
  await client.query(
    `insert into resources (studio_id, id, kind, name, weekly) select $1, r, 'room', 'R', $3::jsonb from unnest($2::uuid[]) r`,
    [studioId, rooms, JSON.stringify(weekly)],
  )
  await client.query(
    `insert into services (studio_id, id, title, pricing, price_minor, bookable, min_minutes, max_minutes)
     values ($1, $2, '{"ru":"S","en":"S"}', 'fixed', 100000, true, 60, 60)`,
    [studioId, serviceId],
  )
  await client.query(
    `insert into service_resources (studio_id, service_id, resource_id) select $1, $2, r from unnest($3::uuid[]) r`,
    [studioId, serviceId, rooms],
  )
  await client.query('analyze')
  return { rooms, serviceId }
}

/** Every whole hour of fifty days from the day after tomorrow on, in every room. */
function slotsOf(rooms: readonly string[]): Slot[] {
  const first = Temporal.Now.zonedDateTimeISO('Europe/Moscow').add({ days: 2 }).withPlainTime('00:00')
  return Array.from({ length: 50 * 24 }, (_, hour) => first.add({ hours: hour }).toInstant().toString()).flatMap(
    (start) => rooms.map((roomId) => ({ roomId, start })),
  )
}

async function writeDirectly({ url, studioId }: BenchStudio, slots: readonly Slot[]): Promise<number> {
  const until = performance.now() + SECONDS * 1000
  let next = 0
  const counts = await Promise.all(
    Array.from({ length: DIRECT_CONNECTIONS }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      let count = 0
      while (performance.now() < until) {
        const slot = slots[next++]
        if (!slot) throw new Error('too few slots for this machine')
        const end = Temporal.Instant.from(slot.start).add({ hours: 1 }).toString()
        await client.query('begin')
        await client.query({
          name: 'lock',
          text: 'select id from resources where studio_id = $1 and id = $2 for no key update',
          values: [studioId, slot.roomId],
        })
        await client.query({
          name: 'book',
          text: `with made as (insert into bookings (studio_id, kind, state, title, starts_at, ends_at, held_until, currency,
              price_minor, price_lines, deposit_minor, terms, free_until)
              values ($1, 'session', 'held', '{}', $3::timestamptz, $4::timestamptz, now() + interval '10 minutes', 'RUB', 0,
                '[]', 0, '{}', $3::timestamptz) returning id)
            insert into booking_resources (studio_id, booking_id, resource_id, starts_at, ends_at, buffer_before_minutes,
              buffer_after_minutes, occupies)
              select $1, id, $2, $3, $4, 0, 0, tstzrange($3, $4) from made`,
          values: [studioId, slot.roomId, slot.start, end],
        })
        await client.query('commit')
        count++
      }
      await client.end()
      return count
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0) / SECONDS
}
