import { IconMessage } from '@tabler/icons-react'
import type { ScreenModule } from '../../../web/app/screen-module.ts'
import { m } from '../../../web/generated/messages/messages.js'

/** The inbox across all chats (R7), and a client's one chat (R6). */
export const messagingScreens: ScreenModule = {
  name: 'messaging',
  nav: [{ to: 'messages', label: m.chat_title, icon: IconMessage, permission: 'messages.write', onPhone: true }],
  routes: [
    { path: 'messages', load: () => import('./MessagesPage.tsx') },
    { path: 'messages/$thread', load: () => import('./MessagesPage.tsx'), permission: 'messages.write' },
    { path: 'settings/replies', load: () => import('./RepliesPage.tsx'), permission: 'messages.moderate' },
  ],
  actions: [{ to: 'settings/replies', label: m.replies_title, permission: 'messages.moderate' }],
}
