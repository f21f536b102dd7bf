import { definePermissions } from '../../kernel/policy.ts'

export const schedulingPermissions = definePermissions({
  'bookings.create': { title: { ru: 'Записываться', en: 'Book time' }, roles: ['client'] },
  'bookings.read': {
    title: { ru: 'Видеть свои записи', en: 'See own bookings' },
    roles: ['owner', 'manager', 'staff', 'client'],
  },
  'schedule.read': {
    title: { ru: 'Видеть расписание студии', en: 'See the studio’s schedule' },
    roles: ['owner', 'manager', 'staff'],
  },
  'bookings.manage': {
    title: { ru: 'Записывать, переносить и отменять', en: 'Book, move and cancel for others' },
    roles: ['owner', 'manager'],
    grantable: true,
  },
  'schedule.manage': {
    title: { ru: 'Менять залы, часы, услуги и цены', en: 'Change rooms, hours, services and prices' },
    roles: ['owner', 'manager'],
  },
})
