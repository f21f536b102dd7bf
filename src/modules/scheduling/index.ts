/**
 * Scheduling: the studio's time, and who has it.
 *
 * A **resource** is a room, a person or a piece of gear, with opening hours, exceptions and buffers. A **service** is an
 * item of the price list; **extras** are added to it; **price rules** make nights, weekends and packages. A **booking** is
 * a session of a client, or time that the studio keeps for itself: **held** for ten minutes, **pending** while the studio
 * has to answer, **confirmed**, and then **completed**, **cancelled** or a **no-show**.
 *
 * Never: a resource booked twice, whoever presses at once: the database refuses it; a price other than the one that was
 * seen; terms of cancelling other than those of the day of booking; money kept without a clause of them; "booked" said
 * before it was paid; a list of free times trusted when it comes back.
 */
import './tables.ts'
import { on } from '../../kernel/events/handlers.ts'
import type { Module } from '../../kernel/module.ts'
import { memberChanged } from '../studios/index.ts'
import { cancelForBlockedLater } from './cancel.ts'
import { schedulingFigures } from './figures.ts'
import { settleBookingPayment } from './gateway-payment.ts'
import { schedulingTasks } from './jobs.ts'
import { schedulingNotices } from './notices.ts'
import { tellOfOrphans } from './orphans.ts'
import { schedulingPermissions } from './policy.ts'
import { schedulingProblems } from './problems.ts'
import { bookingRoutes } from './routes/bookings.ts'
import { calendarRoutes } from './routes/calendar.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { holdRoutes } from './routes/holds.ts'
import { paymentRoutes } from './routes/payments.ts'
import { priceListRoutes } from './routes/price-list.ts'
import { scheduleRoutes } from './routes/schedule.ts'

export { confirmBooking } from './answer.ts'
export { findBooking } from './booking.ts'
export { cancelBooking, completeBooking, missBooking, previewCancellation } from './cancel.ts'
export { quoteFor } from './free-times.ts'
export { holdTime } from './hold-time.ts'
export { payBooking } from './payment.ts'
export { readPriceList } from './price-list.ts'
export { addResource, countRooms } from './resource.ts'
export { addService, replaceExtras, replacePriceRules } from './service.ts'
export { writeScheduleSettings } from './settings.ts'
export { bookByStudio } from './staff-booking.ts'

export const schedulingModule: Module = {
  name: 'scheduling',
  figures: schedulingFigures,
  migrations: new URL('./migrations/', import.meta.url),
  routes: (app, services) => {
    priceListRoutes(app)
    holdRoutes(app)
    bookingRoutes(app)
    paymentRoutes(app, services)
    scheduleRoutes(app)
    catalogueRoutes(app)
    calendarRoutes(app)
  },
  handlers: [
    on(memberChanged, 'scheduling.shut_out', async (ctx, event) => {
      if (event.after?.state === 'blocked') await cancelForBlockedLater(ctx, event.subject.id)
    }),
    on(memberChanged, 'scheduling.orphans', async (ctx, event) => {
      const state = event.after?.state
      if (state !== event.before?.state && (state === 'left' || state === 'blocked')) {
        await tellOfOrphans(ctx, event.subject.id)
      }
    }),
  ],
  tasks: schedulingTasks,
  settlements: { booking: settleBookingPayment },
  permissions: schedulingPermissions,
  problems: schedulingProblems,
  notices: schedulingNotices,
}
