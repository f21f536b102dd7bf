import { definePermissions } from '../../kernel/policy.ts'

/** Who may do what with the studio itself and its people (P6). */
export const studiosPermissions = definePermissions({
  'studio.manage': {
    title: { ru: 'Настраивать студию и её сайт', en: 'Set up the studio and its site' },
    roles: ['owner', 'manager'],
  },
  'people.read': {
    title: { ru: 'Видеть сотрудников и клиентов', en: 'See staff and clients' },
    roles: ['owner', 'manager', 'staff'],
  },
  'people.manage': {
    title: { ru: 'Приглашать людей и менять их профили', en: 'Invite people and edit their profiles' },
    roles: ['owner', 'manager'],
    grantable: true,
  },
  'permissions.manage': {
    title: { ru: 'Раздавать права', en: 'Grant permissions' },
    roles: ['owner'],
  },
  'terms.read': {
    title: { ru: 'Видеть условия разделения выручки', en: 'See the revenue-sharing terms' },
    roles: ['owner', 'manager', 'staff'],
  },
  'terms.see_all': {
    title: { ru: 'Видеть доли каждого', en: 'See everyone’s share' },
    roles: ['owner', 'manager'],
  },
  'terms.manage': {
    title: { ru: 'Менять условия разделения выручки', en: 'Change the revenue-sharing terms' },
    roles: ['owner'],
  },
})
