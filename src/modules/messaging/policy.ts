import { definePermissions } from '../../kernel/policy.ts'

export const messagingPermissions = definePermissions({
  'messages.write': {
    title: { ru: 'Писать в чатах', en: 'Write in chats' },
    roles: ['owner', 'manager', 'staff', 'client'],
  },
  'messages.see_all': {
    title: { ru: 'Видеть все чаты студии', en: 'See all chats of the studio' },
    roles: ['owner', 'manager'],
    grantable: true,
  },
  'messages.moderate': {
    title: { ru: 'Распределять чаты и править готовые ответы', en: 'Assign chats and edit canned replies' },
    roles: ['owner', 'manager'],
    grantable: true,
  },
})
