import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'
import { defineNotice, type NoticeTemplate } from '../../kernel/events/notices.ts'
import { moneySchema } from '../../kernel/money.ts'

const base = { transferId: z.uuid(), amount: moneySchema, note: z.string() }

export const walletToppedUp = defineEvent('wallet.topped_up', z.object(base))
export const paymentHeld = defineEvent('payment.held', z.object({ ...base, holdId: z.uuid() }))
export const paymentCaptured = defineEvent('payment.captured', z.object({ ...base, holdId: z.uuid() }))
export const holdReleased = defineEvent('hold.released', z.object({ ...base, holdId: z.uuid() }))
export const paymentRefunded = defineEvent('payment.refunded', z.object({ ...base, holdId: z.uuid() }))
export const tipSent = defineEvent('tip.sent', z.object(base))
export const moneyTransferred = defineEvent('money.transferred', z.object(base))
export const attemptFailed = defineEvent(
  'payment.attempt_failed',
  z.object({ attemptId: z.uuid(), amount: moneySchema }),
)

export const ledgerNotices: readonly NoticeTemplate[] = [
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
  defineNotice(tipSent, {
    topic: 'payments',
    label: { ru: 'Чаевые', en: 'Tip' },
    to: { kind: 'audience' },
    title: { ru: 'Чаевые {amount} от {actor}', en: 'A tip of {amount} from {actor}' },
    link: () => '/wallet',
  }),
]
