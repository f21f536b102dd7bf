import { definePermissions } from '../../kernel/policy.ts'

/** Who may have the studio's events sent to other programs (P16). */
export const notificationsPermissions = definePermissions({
  'webhooks.manage': {
    title: { ru: 'Настраивать вебхуки', en: 'Set up webhooks' },
    roles: ['owner', 'manager'],
  },
})
