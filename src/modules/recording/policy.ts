import { definePermissions } from '../../kernel/policy.ts'

export const recordingPermissions = definePermissions({
  'projects.read': {
    title: { ru: 'Видеть свои проекты', en: 'See own projects' },
    roles: ['owner', 'manager', 'staff', 'client'],
  },
  'projects.see_all': {
    title: { ru: 'Видеть все проекты студии', en: 'See all projects of the studio' },
    roles: ['owner', 'manager'],
    grantable: true,
  },
  'projects.open': {
    title: { ru: 'Открывать проекты', en: 'Open projects' },
    roles: ['owner', 'manager', 'client'],
    grantable: true,
  },
  'projects.work': {
    title: { ru: 'Вести проекты: этапы, сдача версий', en: 'Run projects: stages, deliveries' },
    roles: ['owner', 'manager', 'staff'],
  },
  'offers.make': {
    title: { ru: 'Делать предложения', en: 'Make offers' },
    roles: ['owner', 'manager', 'staff', 'client'],
  },
  'offers.pay': { title: { ru: 'Платить по предложениям', en: 'Pay for offers' }, roles: ['client'] },
  'versions.judge': {
    title: { ru: 'Принимать и оценивать работу', en: 'Approve and rate the work' },
    roles: ['client'],
  },
  'projects.manage': {
    title: { ru: 'Настраивать этапы и сроки завершения', en: 'Set up stages and completion terms' },
    roles: ['owner', 'manager'],
  },
})
