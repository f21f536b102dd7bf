import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commissionOf } from '../../../test/commission.ts'
import { admin } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { refund } from '../ledger/index.ts'
import { cancelForBlocked, completeByItself } from './cancel.ts'
import { bookingPayments } from './tables.ts'
import { bookingWorld, code } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
  await world.fill('marina', 100_000_000n)
})
afterAll(() => world.close())

describe('cancelling', () => {
  const cancel = (as: 'marina' | 'vera', id: string, expectedReturnedMinor: string) =>
    world.ask(as, 'POST', `bookings/${id}/cancellation`, { expectedReturnedMinor })

  test('within the terms gives everything back, as was shown before', async () => {
    const id = await world.booked(world.at(13, 12))
    const preview = await world.ask('marina', 'GET', `bookings/${id}/cancellation`)
    expect(preview.body).toMatchObject({
      clause: 'free',
      returned: { amountMinor: '108000' },
      kept: { amountMinor: '0' },
    })
    expect((await cancel('marina', id, '108000')).body).toMatchObject({ state: 'cancelled' })
  })

  test('late keeps the share of the day of booking, whatever the terms became', async () => {
    const id = await world.booked(world.at(14, 12), {}, 'full')
    await world.settings({ lateKeptBps: 9000 })
    await world.passed(id, 'free_until')
    const studio = await world.balanceOf(world.studioIds.north)
    expect(code(await cancel('marina', id, '360000'))).toEqual([409, 'price_changed'])
    expect((await cancel('marina', id, '252000')).body).toMatchObject({
      ...{ state: 'cancelled', kept: { amountMinor: '108000' }, returned: { amountMinor: '252000' } },
    })
    expect((await world.balanceOf(world.studioIds.north)) - studio).toBe(104_760n)
    await world.settings()
  })

  test('twice says that it is over, and not that the price has changed', async () => {
    const id = await world.booked(world.at(42, 12))
    expect((await cancel('marina', id, '108000')).status).toBe(201)
    expect(code(await cancel('marina', id, '108000'))).toEqual([409, 'booking_changed'])
  })

  test('what a client has ahead whom the studio shuts out gives everything back, unless they are let in again', async () => {
    const id = await world.booked(world.at(43, 12), {}, 'full')
    await world.passed(id, 'free_until')
    const { membershipId, accountId } = world.people.marina
    const shut = { membershipId, blockedAt: Temporal.Now.instant().toString() }
    const turn = (state: string) => world.ask('vera', 'PATCH', `members/${membershipId}`, { state })
    const seen = async () => (await world.ask('vera', 'GET', `bookings/${id}`)).body
    await world.system('north', (ctx) => cancelForBlocked(ctx, shut))
    expect(await seen()).toMatchObject({ state: 'confirmed' })
    const before = await world.balanceOf(accountId)
    await turn('blocked')
    const due = 'update graphile_worker._private_jobs set run_at = now() where key = $1 returning key'
    const key = `booking-shut-out:${membershipId}`
    await until(async () => (await admin(world.database.ownerUrl, due, [key])).rows.length > 0)
    await until(async () => (await seen()).state === 'cancelled')
    await turn('active')
    expect(await seen()).toMatchObject({ state: 'cancelled', kept: { amountMinor: '0' }, endedReason: 'shut_out' })
    expect((await world.balanceOf(accountId)) - before).toBeGreaterThanOrEqual(360_000n)
  })

  test('by the studio gives everything back, however late', async () => {
    const id = await world.booked(world.at(15, 12), {}, 'full')
    await world.passed(id, 'free_until')
    expect((await cancel('vera', id, '360000')).body).toMatchObject({ state: 'cancelled', kept: { amountMinor: '0' } })
  })

  test('is written on the statement in the studio’s language', async () => {
    const speak = (locale: string) =>
      admin(world.database.ownerUrl, 'update studios set locale = $2 where id = $1', [world.studioIds.north, locale])
    const notesOf = async (id: string) => {
      const asked = 'select distinct note from transfers where subject_id = $1'
      return (await admin(world.database.ownerUrl, asked, [id])).rows.map(({ note }) => note.split(' · ')[0])
    }
    await speak('en')
    const english = await world.booked(world.at(24, 12), {}, 'full')
    await world.ask('vera', 'POST', `bookings/${english}/cancellation`, { expectedReturnedMinor: '360000' })
    await speak('ru')
    const russian = await world.booked(world.at(24, 15), {}, 'full')
    const { title } = (await admin(world.database.ownerUrl, 'select title from bookings where id = $1', [russian]))
      .rows[0]
    expect(title.en).not.toBe(title.ru)
    expect([await notesOf(english), await notesOf(russian)]).toEqual([[title.en], [title.ru]])
  })

  test('is a client’s own, and staff need the permission', async () => {
    const id = await world.booked(world.at(16, 12))
    const as = (name: 'pavel' | 'oleg' | 'olga') =>
      world.ask(name, 'POST', `bookings/${id}/cancellation`, { expectedReturnedMinor: '108000' }, 'north')
    expect(code(await as('pavel'))).toEqual([404, 'not_found'])
    expect(code(await as('oleg'))).toEqual([403, 'forbidden'])
    expect((await as('olga')).status).toBe(403)
  })
})

describe('when its time has passed', () => {
  test('a session is completed by itself, and what was paid is paid out to the last kopeck', async () => {
    const id = await world.booked(world.at(22, 12), { minutes: 180, expectedMinor: '540000' }, 'full')
    await world.ago(id, 24 * 24)
    const studio = await world.balanceOf(world.studioIds.north)
    await world.system('north', (ctx) => completeByItself(ctx, id))
    await world.system('north', (ctx) => completeByItself(ctx, id))
    expect((await world.ask('marina', 'GET', `bookings/${id}`)).body).toMatchObject({
      ...{ state: 'completed', kept: { amountMinor: '540000' } },
    })
    expect((await world.balanceOf(world.studioIds.north)) - studio).toBe(523_800n)
  })

  test('a session that the platform refunded in parts says how much, to its client and in the studio’s list (P20)', async () => {
    const id = await world.booked(world.at(29, 12), {}, 'full')
    await world.ago(id, 24 * 36)
    await world.system('north', (ctx) => completeByItself(ctx, id))
    const listed = async () => {
      const { items } = (await world.ask('vera', 'GET', 'bookings?show=past&limit=100')).body
      return items.find((one: { id: string }) => one.id === id)?.refunded.amountMinor
    }
    expect(await listed()).toBe('0')
    for (const amountMinor of [100_003n, 50_000n]) {
      await world.system('north', async (ctx) => {
        const [payment] = await ctx.tx.select().from(bookingPayments).where(eq(bookingPayments.bookingId, id))
        const holdId = payment?.id ?? ''
        return refund(ctx, { transferId: randomUUID(), holdId, amountMinor, reason: 'шум' })
      })
    }
    const { kept, refunded } = (await world.ask('marina', 'GET', `bookings/${id}`)).body
    expect([kept.amountMinor, refunded.amountMinor, await listed()]).toEqual(['360000', '150003', '150003'])
  })

  test('a session keeps the terms of the day when it was bought, for what is paid later too (R15, R16)', async () => {
    const setCommission = await commissionOf(world)
    const terms = async (bps: number) =>
      expect((await world.ask('vera', 'POST', 'sharing-terms', { membershipId: null, bps })).status).toBe(201)
    await terms(5000)
    const id = await world.booked(world.at(23, 16), {}, 'deposit')
    await setCommission(10)
    await terms(0)
    const paid = await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'full' })
    expect(paid).toMatchObject({ status: 201, body: { paid: { amountMinor: '360000' } } })
    await setCommission(3)
    await world.ago(id, 24 * 27)
    const owners = [world.people.ilya.accountId, world.studioIds.north]
    const before = await Promise.all(owners.map((owner) => world.balanceOf(owner)))
    await world.system('north', (ctx) => completeByItself(ctx, id))
    const after = await Promise.all(owners.map((owner) => world.balanceOf(owner)))
    expect(after.map((balance, n) => balance - (before[n] ?? 0n))).toEqual([174_600n, 174_600n])
  })

  test('paid in parts a session costs its studio the commission of one payment, its floor included (R15)', async () => {
    const setCommission = await commissionOf(world)
    const people = [world.people.ilya.accountId, world.studioIds.north]
    const shared = async () =>
      (await Promise.all(people.map((one) => world.balanceOf(one)))).reduce((sum, one) => sum + one, 0n)
    // Three percent of 3 600 roubles are 108, of the deposit 32.40.
    for (const [day, floor, commission] of [[51, '8000', 10_800n] as const, [52, '20000', 20_000n] as const]) {
      await setCommission(3, floor)
      const id = await world.booked(world.at(day, 16), {}, 'deposit')
      await world.ago(id, 48 * day)
      const before = await shared()
      await world.system('north', (ctx) => completeByItself(ctx, id))
      expect((await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'full' })).status).toBe(201)
      expect([floor, (await shared()) - before]).toEqual([floor, 360_000n - commission])
    }
    await setCommission(3)
  })

  test('who worked gets the share of the day when it was bought; a fee for nothing is the studio’s alone (R16)', async () => {
    const terms = async (bps: number) => {
      const answer = await world.ask('vera', 'POST', 'sharing-terms', { membershipId: null, bps })
      expect(answer.status).toBe(201)
    }
    await terms(5000)
    const done = await world.booked(world.at(22, 16), {}, 'full')
    const missed = await world.booked(world.at(22, 18), {}, 'full')
    await terms(0)
    const ilya = world.people.ilya.accountId
    const before = await world.balanceOf(ilya)
    const studio = await world.balanceOf(world.studioIds.north)
    await world.ago(done, 24 * 24)
    await world.ask('vera', 'POST', `bookings/${done}/completion`, {})
    // 3 600 ₽ less the commission of 108 ₽, in halves.
    expect((await world.balanceOf(ilya)) - before).toBe(174_600n)
    expect((await world.balanceOf(world.studioIds.north)) - studio).toBe(174_600n)
    await world.ago(missed, 24 * 24)
    await world.ask('vera', 'POST', `bookings/${missed}/no-show`, { fee: 'charge' })
    expect((await world.balanceOf(ilya)) - before).toBe(174_600n)
  })

  test('what was left open can be paid afterwards, and goes out at once', async () => {
    const id = await world.booked(world.at(23, 12))
    await world.ago(id, 26 * 24)
    await world.ask('vera', 'POST', `bookings/${id}/completion`, {})
    const studio = await world.balanceOf(world.studioIds.north)
    const paid = await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'full' })
    expect(paid.body).toMatchObject({ state: 'completed', paid: { amountMinor: '360000' } })
    const { kept } = (await world.ask('marina', 'GET', `bookings/${id}`)).body
    expect([paid.body.kept.amountMinor, kept.amountMinor]).toEqual(['360000', '360000'])
    expect((await world.balanceOf(world.studioIds.north)) - studio).toBe(244_440n)
    expect(code(await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'full' }))).toEqual([
      409,
      'nothing_to_pay',
    ])
  })

  test('a no-show is said after the start and the grace only, and its fee is charged once', async () => {
    const id = await world.booked(world.at(24, 12), {}, 'full')
    const miss = () => world.ask('vera', 'POST', `bookings/${id}/no-show`, { fee: 'charge' })
    expect(code(await miss())).toEqual([409, 'not_yet'])
    await world.ago(id, 28 * 24)
    expect((await miss()).body).toMatchObject({ state: 'no_show', kept: { amountMinor: '360000' } })
    expect(code(await miss())).toEqual([409, 'booking_changed'])
  })

  test('a no-show may be waived: everything goes back', async () => {
    const id = await world.booked(world.at(25, 12), {}, 'full')
    await world.ago(id, 30 * 24)
    const missed = await world.ask('vera', 'POST', `bookings/${id}/no-show`, { fee: 'waive' })
    expect(missed.body).toMatchObject({ state: 'no_show', returned: { amountMinor: '360000' } })
  })
})
