import { IconCalendarEvent, IconCalendarWeek, IconListDetails } from '@tabler/icons-react'
import { call } from '../../../web/app/client.ts'
import type { ScreenModule } from '../../../web/app/screen-module.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { inWords } from './book/place.ts'

/** The schedule of the studio, and bookings (P10, P11). */
export const schedulingScreens: ScreenModule = {
  name: 'scheduling',
  nav: [
    { to: 'schedule', label: m.schedule_nav, icon: IconCalendarWeek, permission: 'schedule.read', onPhone: true },
    { to: 'bookings', label: m.bookings_title, icon: IconCalendarEvent, permission: 'bookings.read', onPhone: true },
    { to: 'catalogue', label: m.catalogue_title, icon: IconListDetails, permission: 'schedule.manage' },
  ],
  routes: [
    { path: 'schedule', load: () => import('./schedule/SchedulePage.tsx') },
    { path: 'catalogue', load: () => import('./catalogue/CataloguePage.tsx') },
    { path: 'bookings', load: () => import('./bookings/BookingsPage.tsx') },
    { path: 'bookings/$booking', load: () => import('./bookings/BookingPage.tsx'), permission: 'bookings.read' },
  ],
  actions: [{ to: 'schedule?new=1', label: m.schedule_new, permission: 'bookings.manage' }],
  find: {
    permission: 'schedule.read',
    search: async (search, studio) => {
      const { items } = await call('GET /api/studios/{studio}/bookings', {
        path: { studio },
        query: { search, limit: 6 },
      })
      return items.map(({ id, number, client, title }) => ({
        id,
        label: `№ ${number} · ${client?.name ?? inWords(title)}`,
        note: inWords(title),
        to: `bookings/${id}`,
      }))
    },
  },
}
