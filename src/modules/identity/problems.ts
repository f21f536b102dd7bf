import { defineProblems } from '../../kernel/problem.ts'

export const identityProblems = defineProblems({
  wrong_credentials: {
    status: 401,
    title: { ru: 'Почта или пароль не подходят', en: 'The e-mail or the password is wrong' },
  },
  account_blocked: {
    status: 403,
    title: {
      ru: 'Вход закрыт платформой. Причина: {reason}',
      en: 'The platform has closed this account. The reason: {reason}',
    },
  },
  operator_stays: {
    status: 422,
    title: { ru: 'Оператора заблокировать нельзя', en: 'An operator cannot be blocked' },
  },
  wrong_code: { status: 422, title: { ru: 'Код не подходит', en: 'The code is wrong' } },
  code_used: {
    status: 422,
    title: {
      ru: 'Этот код уже использован. Дождитесь следующего',
      en: 'This code was used already. Wait for the next one',
    },
  },
  second_step_over: {
    status: 410,
    title: {
      ru: 'Второй шаг входа закончился. Введите пароль ещё раз',
      en: 'The second step of this sign-in is over. Enter the password again',
    },
  },
  code_expired: {
    status: 410,
    title: { ru: 'Код устарел. Запросите новый', en: 'The code has expired. Ask for a new one' },
  },
  too_many_attempts: {
    status: 429,
    title: {
      ru: 'Слишком много неверных кодов. Зарегистрируйтесь заново, а если не выходит, вернитесь через час',
      en: 'Too many wrong codes. Register anew, or, if that does not help, come back in an hour',
    },
  },
  link_expired: {
    status: 410,
    title: { ru: 'Ссылка устарела или уже использована', en: 'The link has expired or was used' },
  },
})
