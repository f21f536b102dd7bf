import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type Name, studioWorld } from '../../../test/studio-world.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import type { Module } from '../../kernel/module.ts'
import { admin } from '../../kernel/testing/database.ts'
import type { Clock } from '../../kernel/time.ts'
import { filesModule } from '../files/index.ts'
import { identityModule } from '../identity/index.ts'
import { ledgerModule, topUp } from '../ledger/index.ts'
import { studiosModule } from '../studios/index.ts'
import { schedulingModule } from './index.ts'

const ZONE = 'Europe/Moscow'
/** An answer's status, and what is wrong. */
export const code = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code]
export const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '10:00', closes: '22:00' }))

/**
 * The north has two rooms, its engineer Ilya, a microphone and a service by the hour: 1 500 an hour in room A, 1 000 in
 * room B, 300 for Ilya, the microphone 500. `above` adds modules of the floors above.
 */
export async function bookingWorld(above: (below: readonly Module[]) => readonly Module[] = () => [], clock?: Clock) {
  const below = [kernelModule, identityModule, studiosModule, filesModule, ledgerModule, schedulingModule]
  const world = await studioWorld([...below, ...above(below)], clock)
  const add = async (path: string, body: object): Promise<string> => {
    const answer = await world.ask('vera', 'POST', path, body)
    expect(answer).toMatchObject({ status: 201 })
    return answer.body.id
  }
  const resource = (body: object) => add('resources', { weekly: EVERY_DAY, ...body })
  const roomA = await resource({ kind: 'room', name: 'Зал А', perHourMinor: '150000', position: 0 })
  const roomB = await resource({ kind: 'room', name: 'Зал Б', perHourMinor: '100000', position: 1 })
  const ilya = await resource({
    ...{ kind: 'person', name: 'Илья', membershipId: world.people.ilya.membershipId, perHourMinor: '30000' },
  })
  const microphone = await resource({ kind: 'gear', name: 'Neumann U87' })
  const title = { ru: 'Запись вокала', en: 'Vocal recording' }
  const service = await add('services', {
    ...{ title, pricing: 'hourly', priceMinor: '0', bookable: true, minMinutes: 60, maxMinutes: 480 },
    resourceIds: [roomA, roomB, ilya],
  })
  const extra = randomUUID()
  const extras = [
    {
      id: extra,
      title: { ru: 'Neumann U87', en: 'Neumann U87' },
      priceMinor: '50000',
      per: 'session',
      resourceId: microphone,
    },
  ]
  expect((await world.ask('vera', 'PUT', 'extras', extras)).status).toBe(204)
  await settings()

  /** Changes how bookings are taken; the rest is as usual. */
  async function settings(change: object = {}) {
    const answer = await world.ask('vera', 'PUT', 'schedule-settings', {
      ...{ confirmation: 'auto', stepMinutes: 60, noticeMinutes: 60, advanceDays: 60, depositBps: 3000 },
      ...{ freeHours: 24, lateKeptBps: 3000, noShowKeptBps: 10_000, noShowGraceMinutes: 15, answerHours: 24 },
      ...change,
    })
    expect(answer.status).toBe(204)
  }

  /** A moment on the studio's wall, so many days from now. */
  const at = (days: number, hour: number) =>
    Temporal.Now.zonedDateTimeISO(ZONE).add({ days }).withPlainTime({ hour }).toInstant().toString()

  const wish = (start: string, more: object = {}) => ({
    ...{ serviceId: service, start, minutes: 120, roomId: roomA, personId: ilya, expectedMinor: '360000', ...more },
  })

  /** Money in somebody's wallet. */
  async function fill(name: Name, amountMinor: bigint) {
    const to = { kind: 'account', id: world.people[name].accountId } as const
    const movement = { transferId: randomUUID(), subject: { type: 'test', id: randomUUID() }, note: 'top-up' }
    await world.act(name, (ctx) => topUp(ctx, { ...movement, to, amount: { amountMinor, currency: 'RUB' } }))
  }

  /** A confirmed booking of Marina's, paid as far as it must be. */
  async function booked(start: string, more: object = {}, part: 'deposit' | 'full' = 'deposit') {
    const held = await world.ask('marina', 'POST', 'bookings', wish(start, more))
    expect(held).toMatchObject({ status: 201 })
    const id: string = held.body.booking.id
    expect(await world.ask('marina', 'POST', `bookings/${id}/payments`, { part })).toMatchObject({ status: 201 })
    return id
  }

  /** Moves a booking's times into the past, behind the application's back: what a clock would do. */
  async function ago(id: string, hours: number) {
    const back = `- make_interval(hours => ${hours})`
    await admin(
      world.database.ownerUrl,
      `with moved as (update booking_resources set starts_at = starts_at ${back}, ends_at = ends_at ${back},
         occupies = tstzrange(lower(occupies) ${back}, upper(occupies) ${back}) where booking_id = $1)
       update bookings set starts_at = starts_at ${back}, ends_at = ends_at ${back}, free_until = free_until ${back},
         held_until = held_until ${back} where id = $1`,
      [id],
    )
  }

  /** A moment of a booking lies in the past by now: until when it is held, or may be cancelled free of charge. */
  const passed = (id: string, moment: 'held_until' | 'free_until') =>
    admin(world.database.ownerUrl, `update bookings set ${moment} = now() - interval '1 second' where id = $1`, [id])

  /** Whether a client may have two hours from a moment on, in a room or in any. */
  async function isFree(start: string, roomId?: string): Promise<boolean | undefined> {
    const day = Temporal.Instant.from(start).toZonedDateTimeISO(ZONE).startOfDay()
    const [from, to] = [day, day.add({ days: 1 })].map((one) => one.toInstant().toString())
    const query = `service=${service}&minutes=120&from=${from}&to=${to}${roomId ? `&room=${roomId}` : ''}`
    const { body } = await world.ask('marina', 'GET', `free-times?${query}`)
    return body.starts.find((one: { start: string }) => one.start === start)?.free
  }

  const balanceOf = async (ownerId: string, kind = 'main') => {
    const { rows } = await admin(
      world.database.ownerUrl,
      'select balance_minor::text as b from wallets where owner_id = $1 and kind = $2',
      [ownerId, kind],
    )
    return BigInt(rows[0]?.b ?? 0)
  }
  const eventsOf = async (bookingId: string) => {
    const { rows } = await admin(
      world.database.ownerUrl,
      'select name from events where subject_id = $1 and subject_type = $2 order by id',
      [bookingId, 'booking'],
    )
    return rows.map((row) => row.name as string)
  }
  return {
    ...world,
    ...{ service, roomA, roomB, ilya, microphone, extra, at, wish, fill, booked, ago, balanceOf, eventsOf, settings },
    ...{ resource, passed, isFree },
  }
}
