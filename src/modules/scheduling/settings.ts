import { eq, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import type { CancellationTerms } from './cancellation-terms.ts'
import { scheduleChanged } from './events.ts'
import { scheduleSettings } from './tables.ts'

type Row = typeof scheduleSettings.$inferSelect
export type ScheduleSettings = Omit<Row, 'studioId' | 'id' | 'createdAt' | 'updatedAt' | 'lastNumber'>

/** What holds until the studio says otherwise. */
export const USUAL_SETTINGS: ScheduleSettings = {
  confirmation: 'auto',
  stepMinutes: 60,
  noticeMinutes: 120,
  advanceDays: 60,
  depositBps: 3000,
  freeHours: 24,
  lateKeptBps: 3000,
  noShowKeptBps: 10_000,
  noShowGraceMinutes: 15,
  answerHours: 24,
}

/** How the studio takes bookings. */
export async function readScheduleSettings(ctx: Ctx): Promise<ScheduleSettings> {
  const [row] = await ctx.tx.select().from(scheduleSettings).where(eq(scheduleSettings.studioId, ctx.studioId))
  return row ?? USUAL_SETTINGS
}

/** Sets how the studio takes bookings. What is booked already keeps the terms of its day. */
export async function writeScheduleSettings(ctx: Ctx, settings: ScheduleSettings): Promise<void> {
  const before = await readScheduleSettings(ctx)
  await ctx.tx
    .insert(scheduleSettings)
    .values({ studioId: ctx.studioId, ...settings })
    .onConflictDoUpdate({ target: scheduleSettings.studioId, set: settings })
  await publish(ctx, scheduleChanged, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { what: 'settings', name: '' },
    before: { ...before },
    after: { ...settings },
  })
}

/** What is kept of a booking that does not take place, by the settings of today. */
export function termsOf(settings: ScheduleSettings): CancellationTerms {
  const { freeHours, lateKeptBps, noShowKeptBps, noShowGraceMinutes } = settings
  return { freeHours, lateKeptBps, noShowKeptBps, noShowGraceMinutes }
}

/** The next number of the studio's bookings; two at once get two numbers. */
export async function nextBookingNumber(ctx: Ctx): Promise<number> {
  const [row] = await ctx.tx
    .insert(scheduleSettings)
    .values({ studioId: ctx.studioId, lastNumber: 1 })
    .onConflictDoUpdate({
      target: scheduleSettings.studioId,
      set: { lastNumber: sql`${scheduleSettings.lastNumber} + 1` },
    })
    .returning({ number: scheduleSettings.lastNumber })
  if (!row) throw new Error('no number was given')
  return row.number
}
