import { defineProblems } from '../../kernel/problem.ts'

export const ledgerProblems = defineProblems({
  insufficient_funds: {
    status: 422,
    title: { ru: 'На кошельке не хватает денег', en: 'There is not enough in the wallet' },
  },
  transfer_id_reused: {
    status: 422,
    title: {
      ru: 'Этот номер перевода уже использован для другого',
      en: 'This transfer id was used for another transfer',
    },
  },
  hold_exhausted: {
    status: 409,
    title: {
      ru: 'Удержанных денег уже нет: их выплатили или вернули',
      en: 'The held money was already paid out or returned',
    },
  },
  refund_changed: {
    status: 409,
    title: {
      ru: 'Тем временем вернули ещё: посмотрите, сколько осталось',
      en: 'More was refunded meanwhile: look at what is left',
    },
  },
  refund_too_much: {
    status: 422,
    title: { ru: 'Вернуть можно не больше, чем выплачено', en: 'No more can be refunded than was paid out' },
  },
  unbalanced: { status: 500, title: { ru: 'Перевод не сходится', en: 'The transfer does not balance' } },
  commission_changed: {
    status: 409,
    title: {
      ru: 'Комиссию тем временем изменили: посмотрите новые условия',
      en: 'Somebody changed the commission meanwhile: look at the new terms',
    },
  },
  commission_unchanged: {
    status: 422,
    title: { ru: 'Такая комиссия уже действует', en: 'This commission is in force already' },
  },
  statement_too_long: {
    status: 422,
    title: {
      ru: 'Для одной бумаги строк слишком много (больше {most}): выберите время покороче или возьмите CSV',
      en: 'Too many lines for one paper (more than {most}): choose a shorter time, or take CSV',
    },
  },
  payment_settled: { status: 409, title: { ru: 'Этот платёж уже завершён', en: 'This payment was already settled' } },
  bad_signature: { status: 403, title: { ru: 'Подпись не подходит', en: 'The signature is wrong' } },
})
