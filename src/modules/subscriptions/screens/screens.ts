import { IconCreditCard } from '@tabler/icons-react'
import type { ScreenModule } from '../../../web/app/screen-module.ts'
import { m } from '../../../web/generated/messages/messages.js'

/** The owner's subscription: what it costs, what is paid, and what the plan allows (P8). */
export const subscriptionsScreens: ScreenModule = {
  name: 'subscriptions',
  nav: [{ to: 'subscription', label: m.subscription_title, icon: IconCreditCard, permission: 'subscription.manage' }],
  routes: [{ path: 'subscription', load: () => import('./SubscriptionPage.tsx') }],
}
