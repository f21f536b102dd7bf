import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'
import { defineNotice, type NoticeReader, type NoticeTemplate } from '../../kernel/events/notices.ts'
import { moneySchema } from '../../kernel/money.ts'

/** A performer's part of a payment: each of them is told their own. */
const shares = z.array(z.object({ membershipId: z.uuid(), amount: moneySchema })).default([])
type Shares = z.output<typeof shares>

const base = { transferId: z.uuid(), amount: moneySchema, note: z.string() }

export const walletToppedUp = defineEvent('wallet.topped_up', z.object(base), 'leads')
export const paymentHeld = defineEvent('payment.held', z.object({ ...base, holdId: z.uuid() }), 'leads')
export const paymentCaptured = defineEvent('payment.captured', z.object({ ...base, holdId: z.uuid(), shares }), 'leads')
export const holdReleased = defineEvent('hold.released', z.object({ ...base, holdId: z.uuid() }), 'leads')
export const paymentRefunded = defineEvent(
  'payment.refunded',
  z.object({
    ...{ ...base, holdId: z.uuid(), shares, reason: z.string().default('') },
    /** What the studio gives back of it. */
    studioShare: moneySchema.optional(),
  }),
  'leads',
)
export const tipSent = defineEvent('tip.sent', z.object(base), 'leads')
export const moneyTransferred = defineEvent('money.transferred', z.object(base), 'leads')
/** Somebody went to the gateway to pay. */
export const attemptBegun = defineEvent(
  'payment.attempt_begun',
  z.object({ attemptId: z.uuid(), amount: moneySchema, purpose: z.string() }),
  'leads',
)
export const attemptFailed = defineEvent(
  'payment.attempt_failed',
  z.object({ attemptId: z.uuid(), amount: moneySchema }),
  'leads',
)
const withdrawal = { withdrawalId: z.uuid(), amount: moneySchema, destination: z.string() }
export const withdrawalRequested = defineEvent('withdrawal.requested', z.object(withdrawal), 'leads')
export const withdrawalPaid = defineEvent('withdrawal.paid', z.object(withdrawal), 'leads')
export const withdrawalFailed = defineEvent('withdrawal.failed', z.object(withdrawal), 'leads')

const commission = { bps: z.int(), floors: z.array(moneySchema) }
/** The operator set the platform's commission (R15). */
export const commissionSet = defineEvent(
  'commission.set',
  z.object({ ...commission, was: z.object(commission), reason: z.string() }),
  'platform',
)
/** The same, told in each studio, with the floor in its own currency. */
export const commissionChanged = defineEvent(
  'commission.changed',
  z.object({ bps: z.int(), floor: moneySchema, wasBps: z.int(), wasFloor: moneySchema, reason: z.string() }),
  'leads',
)

const sharing = {
  kind: 'members',
  of: (payload: { shares: Shares }) => payload.shares.map((one) => one.membershipId),
} as const
/** Whether there is any of it: of nothing no sentence speaks. */
const isSome = (sum?: { amountMinor: string }) => sum !== undefined && sum.amountMinor !== '0'
/** A share as one reads it: `5 %`, `2.5%`. */
const percent = (bps: number) => ({
  ru: `${String(bps / 100).replace('.', ',')}\u00a0%`,
  en: `${bps / 100}%`,
})
const ownShare = (payload: { shares: Shares }, { membershipId }: NoticeReader) => ({
  share: payload.shares.find((one) => one.membershipId === membershipId)?.amount ?? null,
})

/** What people are told of their money: each of their own part of it. */
export const ledgerNotices: readonly NoticeTemplate[] = [
  defineNotice(walletToppedUp, {
    topic: 'payments',
    label: { ru: 'Кошелёк пополнен', en: 'Wallet topped up' },
    to: { kind: 'audience' },
    title: { ru: 'Кошелёк пополнен на {amount}', en: '{amount} was added to your wallet' },
    link: () => '/wallet',
    actorToo: true,
  }),
  defineNotice(withdrawalRequested, {
    topic: 'payments',
    label: { ru: 'Вывод запрошен', en: 'Withdrawal requested' },
    to: { kind: 'audience' },
    title: { ru: 'Выводим {amount} на {destination}', en: '{amount} is on its way to {destination}' },
    link: () => '/wallet',
    actorToo: true,
  }),
  defineNotice(withdrawalPaid, {
    topic: 'payments',
    label: { ru: 'Вывод выполнен', en: 'Withdrawal paid' },
    to: { kind: 'audience' },
    title: { ru: '{amount} выведено на {destination}', en: '{amount} was paid out to {destination}' },
    link: () => '/wallet',
    actorToo: true,
  }),
  defineNotice(withdrawalFailed, {
    topic: 'payments',
    label: { ru: 'Вывод не прошёл', en: 'Withdrawal failed' },
    to: { kind: 'audience' },
    title: {
      ru: 'Вывод {amount} на {destination} не прошёл: деньги снова на кошельке',
      en: 'The withdrawal of {amount} to {destination} failed: the money is back in the wallet',
    },
    link: () => '/wallet',
    actorToo: true,
  }),
  defineNotice(paymentHeld, {
    topic: 'payments',
    label: { ru: 'Деньги удержаны', en: 'Money held' },
    to: { kind: 'audience' },
    title: { ru: 'Удержано {amount}: {note}', en: '{amount} held: {note}' },
    link: () => '/wallet',
    actorToo: true,
  }),
  defineNotice(paymentCaptured, {
    topic: 'payments',
    label: { ru: 'Деньги выплачены', en: 'Money paid out' },
    to: sharing,
    values: ownShare,
    title: { ru: 'Вам начислено {share}: {note}', en: 'You have earned {share}: {note}' },
    link: () => '/wallet',
    actorToo: true,
  }),
  defineNotice(paymentCaptured, {
    topic: 'payments',
    label: { ru: 'Деньги выплачены', en: 'Money paid out' },
    to: { kind: 'audience' },
    title: { ru: 'Выплачено {amount}: {note}', en: '{amount} paid out: {note}' },
    link: () => '/wallet',
    actorToo: true,
  }),
  defineNotice(holdReleased, {
    topic: 'payments',
    label: { ru: 'Деньги вернулись', en: 'Money returned' },
    to: { kind: 'audience' },
    title: { ru: 'Вернулось {amount}: {note}', en: '{amount} returned: {note}' },
    link: () => '/wallet',
    actorToo: true,
  }),
  defineNotice(paymentRefunded, {
    topic: 'payments',
    label: { ru: 'Возврат оплаты', en: 'Payment refunded' },
    to: sharing,
    values: ownShare,
    title: { ru: 'Из вашей доли вернули клиенту {share}: {note}', en: '{share} of your share was refunded: {note}' },
    body: { ru: '{reason}', en: '{reason}' },
    link: () => '/wallet',
  }),
  defineNotice(paymentRefunded, {
    topic: 'payments',
    label: { ru: 'Возврат оплаты', en: 'Payment refunded' },
    to: { kind: 'audience' },
    title: { ru: 'Вам вернули {amount}: {note}', en: '{amount} was refunded to you: {note}' },
    body: { ru: '{reason}', en: '{reason}' },
    link: () => '/wallet',
    actorToo: true,
  }),
  ...[true, false].map((shared) =>
    defineNotice(paymentRefunded, {
      topic: 'payments',
      label: { ru: 'Возврат оплаты', en: 'Payment refunded' },
      to: { kind: 'permission', permission: 'money.read' },
      when: ({ studioShare }) => isSome(studioShare) === shared,
      title: { ru: 'Клиенту вернули {amount}: {note}', en: '{amount} was refunded to the client: {note}' },
      body: shared
        ? { ru: 'Из доли студии {studioShare}. {reason}', en: '{studioShare} of it from the studio. {reason}' }
        : { ru: '{reason}', en: '{reason}' },
      link: () => '/wallet',
    }),
  ),
  defineNotice(tipSent, {
    topic: 'payments',
    label: { ru: 'Чаевые', en: 'Tip' },
    to: { kind: 'audience' },
    title: { ru: 'Чаевые {amount} от {actor}', en: 'A tip of {amount} from {actor}' },
    link: () => '/wallet',
  }),
  ...[
    { floored: true, wasFloored: true },
    { floored: true, wasFloored: false },
    { floored: false, wasFloored: true },
    { floored: false, wasFloored: false },
  ].map(({ floored, wasFloored }) =>
    defineNotice(commissionChanged, {
      topic: 'studio',
      label: { ru: 'Комиссия платформы изменилась', en: 'The platform’s commission changed' },
      to: { kind: 'role', role: 'owner' },
      forStaff: true,
      when: ({ floor, wasFloor }) => isSome(floor) === floored && isSome(wasFloor) === wasFloored,
      values: ({ bps, wasBps }) => ({ share: percent(bps), was: percent(wasBps) }),
      title: floored
        ? {
            ru: 'Комиссия платформы теперь {share}, но не меньше {floor} с покупки',
            en: 'The platform’s commission is now {share}, and at least {floor} of a purchase',
          }
        : { ru: 'Комиссия платформы теперь {share}', en: 'The platform’s commission is now {share}' },
      body: {
        ru: `${wasFloored ? 'Была {was}, не меньше {wasFloor}' : 'Была {was}'}. Новая действует для новых покупок, оплаченное раньше считается по-старому. Причина: {reason}`,
        en: `${wasFloored ? 'It was {was}, at least {wasFloor}' : 'It was {was}'}. The new one holds for new purchases; what was paid for before keeps its own. The reason: {reason}`,
      },
      link: () => '/wallet',
      actorToo: true,
    }),
  ),
]
