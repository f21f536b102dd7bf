import { type DemoSchedule, type DemoSession, SCHEDULES } from './demo-bookings.ts'
import type { DemoPlace } from './demo-people.ts'
import type { Story } from './demo-timeline.ts'
import { newId } from './kernel/ids.ts'
import { topUp } from './modules/ledger/index.ts'
import {
  addResource,
  addService,
  bookByStudio,
  cancelBooking,
  completeBooking,
  findBooking,
  holdTime,
  missBooking,
  payBooking,
  previewCancellation,
  quoteFor,
  readPriceList,
  replaceExtras,
  replacePriceRules,
  writeScheduleSettings,
} from './modules/scheduling/index.ts'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const
/** Sessions are booked so many days ahead. */
const BOOKED_AHEAD_DAYS = 4

/**
 * A studio's rooms and price list, through the same functions that people's requests use; gives the stories of its
 * month of bookings.
 */
export async function laySchedule(place: DemoPlace): Promise<Story[]> {
  const schedule = SCHEDULES[place.slug]
  if (!schedule) return []
  const ids = await layCatalogue(place, schedule)
  return [
    ...walletStories(place, schedule),
    ...schedule.sessions.map((session) => () => laySession(place, ids, session)),
    ...schedule.internal.map(({ day, hour, hours, title, what }) => () => {
      const when = { start: momentOf(place, day, hour), minutes: hours * 60 }
      const booked = { kind: 'internal', title, staffNote: '', resourceIds: [idOf(ids, what)], ...when } as const
      return place.act(place.owner, 2, (ctx) => bookByStudio(ctx, booked))
    }),
  ]
}

async function layCatalogue({ act, owner, member }: DemoPlace, schedule: DemoSchedule): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const weekly = EVERY_DAY.map((weekday) => ({ weekday, ...schedule.hours }))
  const usual = {
    weekly,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    exceptions: [],
    membershipId: null,
    detail: '',
  }
  await act(owner, 90, async (ctx) => {
    await writeScheduleSettings(ctx, settings('auto'))
    for (const [position, { key, ...room }] of schedule.rooms.entries()) {
      ids.set(key, (await addResource(ctx, { ...usual, ...room, kind: 'room', position })).id)
    }
    for (const [position, { key, ...person }] of schedule.people.entries()) {
      const { membershipId, displayName } = member(key)
      const name = displayName.split(' ')[0] ?? displayName
      const added = await addResource(ctx, { ...usual, ...person, name, membershipId, kind: 'person', position })
      ids.set(key, added.id)
    }
    for (const [position, { key, name }] of schedule.gear.entries()) {
      const added = await addResource(ctx, { ...usual, name, perHourMinor: null, kind: 'gear', position })
      ids.set(key, added.id)
    }
    await replaceExtras(
      ctx,
      schedule.gear.map(({ key, title, priceMinor }) => ({
        ...{ title, priceMinor, per: 'session', resourceId: idOf(ids, key), maxQuantity: 1 },
      })),
    )
    await replacePriceRules(ctx, [
      ...schedule.rules.map((rule) => ({ kind: 'window' as const, ...rule })),
      ...schedule.packages.map((rule) => ({ kind: 'package' as const, ...rule })),
    ])
    for (const [position, { key, with: parts, ...service }] of schedule.services.entries()) {
      const resourceIds = parts.map((part) => idOf(ids, part))
      ids.set(key, await addService(ctx, { minMinutes: 60, maxMinutes: 480, ...service, position, resourceIds }))
    }
  })
  return ids
}

/** Enough in each client's wallet for what they book. */
function walletStories({ act, member, currency }: DemoPlace, { sessions, rooms }: DemoSchedule): Story[] {
  const dearest = rooms.reduce((most, { perHourMinor }) => (perHourMinor > most ? perHourMinor : most), 0n)
  return [...new Set(sessions.map((session) => session.client))].map((client) => () => {
    const hours = sessions.reduce((sum, session) => sum + (session.client === client ? session.hours : 0), 0)
    const amount = { amountMinor: dearest * 2n * BigInt(Math.ceil(hours)), currency }
    const to = { kind: 'account', id: member(client).accountId } as const
    return act(client, 40, (ctx) =>
      topUp(ctx, { transferId: newId(), subject: { type: 'studio', id: ctx.studioId }, note: 'top-up', to, amount }),
    )
  })
}

async function laySession(place: DemoPlace, ids: ReadonlyMap<string, string>, session: DemoSession): Promise<void> {
  const { act, owner } = place
  const { day, client, paid, ended } = session
  const start = momentOf(place, day, session.hour)
  // Nothing is booked, nor paid, in the future; requests come after all that is confirmed at once.
  const daysAgo = paid === 'request' ? 0.04 : Math.max(BOOKED_AHEAD_DAYS - day, 0.1)
  if (paid === 'request') await act(owner, 0.05, (ctx) => writeScheduleSettings(ctx, settings('manual')))
  const { id } = await act(client, daysAgo, async (ctx) => {
    const { extras } = await readPriceList(ctx)
    const extra = extras.find(({ resourceId }) => session.extra && resourceId === ids.get(session.extra))
    const wish = {
      ...{ serviceId: idOf(ids, session.service), start, minutes: session.hours * 60, note: '' },
      ...{ roomId: idOf(ids, session.room), personId: session.person ? idOf(ids, session.person) : null },
      extras: extra ? [{ extraId: extra.id, quantity: 1 }] : [],
    }
    const { quote } = await quoteFor(ctx, wish)
    const { booking } = await holdTime(ctx, { ...wish, expectedMinor: quote.totalMinor })
    const part = paid === 'full' ? 'full' : 'deposit'
    return payBooking(ctx, { bookingId: booking.id, paymentId: newId(), part })
  })
  if (paid === 'request') await act(owner, 0, (ctx) => writeScheduleSettings(ctx, settings('auto')))
  if (ended === 'cancelled') {
    await act(client, Math.max(daysAgo - 1, 0), async (ctx) => {
      const { returnedMinor } = await previewCancellation(ctx, id)
      await cancelBooking(ctx, id, { reason: '', expectedReturnedMinor: returnedMinor })
    })
  } else if (day < 0) {
    const over = start.add({ minutes: session.hours * 60 + 30 })
    const overDaysAgo = Math.max(Temporal.Now.instant().since(over).total('hours') / 24, 0)
    await act(owner, overDaysAgo, async (ctx) => {
      // Another process's worker may have ended it by itself.
      if ((await findBooking(ctx, id, 'lock')).state !== 'confirmed') return
      await (ended === 'no_show' ? missBooking(ctx, id, 'charge') : completeBooking(ctx, id))
    })
  }
}

function momentOf({ zone }: DemoPlace, day: number, hour: number): Temporal.Instant {
  return Temporal.Now.zonedDateTimeISO(zone).add({ days: day }).withPlainTime({ hour }).toInstant()
}

function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key)
  if (!id) throw new Error(`nothing in the demo schedule is called ${key}`)
  return id
}

function settings(confirmation: 'auto' | 'manual') {
  return {
    ...{ confirmation, stepMinutes: 60, noticeMinutes: 120, advanceDays: 60, depositBps: 3000, freeHours: 24 },
    ...{ lateKeptBps: 3000, noShowKeptBps: 10_000, noShowGraceMinutes: 15, answerHours: 24 },
  }
}
