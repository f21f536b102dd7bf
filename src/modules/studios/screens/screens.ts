import { IconBuildingStore, IconUsers } from '@tabler/icons-react'
import type { ScreenModule } from '../../../web/app/screen-module.ts'
import { m } from '../../../web/generated/messages/messages.js'

/** What a studio shows of itself: its people, its settings and site. */
export const studiosScreens: ScreenModule = {
  name: 'studios',
  nav: [
    { to: 'people', label: m.people_title, icon: IconUsers, permission: 'people.read', onPhone: true },
    { to: 'settings', label: m.settings_title, icon: IconBuildingStore, permission: 'studio.manage' },
  ],
  routes: [
    { path: 'people', load: () => import('./PeoplePage.tsx') },
    { path: 'settings', load: () => import('./SettingsPage.tsx') },
  ],
}
