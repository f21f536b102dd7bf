/** What the simulated gateway's page says, in both languages. */
export const gatewayWords = {
  ru: {
    title: 'Учебный платёж',
    note: 'Это не настоящий банк: деньги никуда не уходят. Выберите, чем кончится платёж.',
    succeed: 'Оплатить',
    fail: 'Отказать',
    slow: 'Оплатить, но ответить через пять секунд',
    twice: 'Оплатить и ответить дважды',
    expire: 'Оплатить картой, с которой потом не спишется',
    save: 'Карта запомнится, чтобы платить с неё и дальше.',
    broken: 'Ссылка на оплату повреждена',
  },
  en: {
    title: 'A practice payment',
    note: 'This is no real bank: no money moves. Choose how the payment ends.',
    succeed: 'Pay',
    fail: 'Refuse',
    slow: 'Pay, but answer after five seconds',
    twice: 'Pay, and answer twice',
    expire: 'Pay with a card that refuses later charges',
    save: 'The card is remembered, to pay from it again.',
    broken: 'The payment link is damaged',
  },
} as const
