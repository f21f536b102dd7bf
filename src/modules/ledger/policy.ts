import { definePermissions } from '../../kernel/policy.ts'

/** Who sees and moves the studio's money (P6, R18). Everyone sees their own. */
export const ledgerPermissions = definePermissions({
  'money.read': {
    title: { ru: 'Видеть деньги студии', en: 'See the studio’s money' },
    roles: ['owner', 'manager'],
    grantable: true,
  },
  'money.withdraw': { title: { ru: 'Выводить деньги студии', en: 'Withdraw the studio’s money' }, roles: ['owner'] },
  'money.pay': {
    title: { ru: 'Платить в студии', en: 'Pay in the studio' },
    roles: ['client', 'staff', 'manager', 'owner'],
  },
})
