import { IconBuildingStore, IconChartPie2, IconSun, IconUsers } from '@tabler/icons-react'
import { call } from '../../../web/app/client.ts'
import { roleName } from '../../../web/app/role-name.ts'
import type { ScreenModule } from '../../../web/app/screen-module.ts'
import { m } from '../../../web/generated/messages/messages.js'

/** The day of whoever works in the studio; also what the app opens with. */
export const todayScreens: ScreenModule = {
  name: 'today',
  nav: [{ to: 'today', label: m.today_title, icon: IconSun, permission: 'schedule.read', onPhone: true }],
  routes: [{ path: 'today', load: () => import('./today/TodayPage.tsx') }],
}

/** What a studio shows of itself: its people, its settings and site. */
export const studiosScreens: ScreenModule = {
  name: 'studios',
  nav: [
    { to: 'people', label: m.people_title, icon: IconUsers, permission: 'people.read', onPhone: true },
    { to: 'shares', label: m.terms_title, icon: IconChartPie2, permission: 'terms.read' },
    { to: 'settings', label: m.settings_title, icon: IconBuildingStore, permission: 'studio.manage' },
  ],
  routes: [
    { path: 'people', load: () => import('./PeoplePage.tsx') },
    { path: 'people/rights', load: () => import('./RightsPage.tsx'), permission: 'people.manage' },
    { path: 'shares', load: () => import('./TermsPage.tsx') },
    { path: 'settings', load: () => import('./SettingsPage.tsx') },
  ],
  actions: [
    { to: 'people?invite=1', label: m.people_invite, permission: 'people.manage' },
    { to: 'people/rights', label: m.rights_title, permission: 'people.manage' },
  ],
  find: {
    permission: 'people.read',
    search: async (search, studio) => {
      const { items } = await call('GET /api/studios/{studio}/members', {
        path: { studio },
        query: { search, limit: 8 },
      })
      return items.map(({ id, displayName, role }) => ({
        id,
        label: displayName,
        note: roleName(role),
        to: `people?${new URLSearchParams({ q: search, open: id })}`,
      }))
    },
  },
}
