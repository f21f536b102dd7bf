import { definePermissions } from '../../kernel/policy.ts'

/** The subscription is the owner's alone (P6). */
export const subscriptionsPermissions = definePermissions({
  'subscription.manage': {
    title: { ru: 'Платить за подписку и менять тариф', en: 'Pay the subscription and change the plan' },
    roles: ['owner'],
  },
})
