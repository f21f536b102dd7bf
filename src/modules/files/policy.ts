import { definePermissions } from '../../kernel/policy.ts'

export const filePermissions = definePermissions({
  'files.upload': {
    title: { ru: 'Загружать файлы', en: 'Upload files' },
    roles: ['owner', 'manager', 'client'],
    grantable: true,
  },
  'files.see_studio': {
    title: { ru: 'Видеть файлы, присланные студии', en: 'See files sent to the studio' },
    roles: ['owner', 'manager'],
    grantable: true,
  },
})
