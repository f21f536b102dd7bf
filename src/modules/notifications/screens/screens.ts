import { IconBell, IconWebhook } from '@tabler/icons-react'
import type { ScreenModule } from '../../../web/app/screen-module.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { UnreadBadge } from './UnreadBadge.tsx'

/** The inbox, its settings, and the studio's webhooks. */
export const notificationsScreens: ScreenModule = {
  name: 'notifications',
  nav: [
    { to: 'notifications', label: m.notices_title, icon: IconBell, Badge: UnreadBadge, onPhone: true },
    { to: 'webhooks', label: m.webhooks_title, icon: IconWebhook, permission: 'webhooks.manage' },
  ],
  routes: [
    { path: 'notifications', load: () => import('./Inbox.tsx') },
    { path: 'notifications/settings', load: () => import('./NoticeSettings.tsx') },
    { path: 'webhooks', load: () => import('./Webhooks.tsx') },
  ],
}
