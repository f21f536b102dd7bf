import type { Mail as KernelMail } from '../../kernel/mail/index.ts'

type Mail = Pick<KernelMail, 'to' | 'subject' | 'text' | 'locale'>

/** The mail with the code. It says to whom it goes anyway whether the e-mail has an account: only its owner reads it. */
export function registrationMail(mail: {
  email: string
  locale: 'ru' | 'en'
  place: string
  code: string
  minutes: number
  known: boolean
}): Mail {
  const { code, place, minutes, known } = mail
  const ru = [
    `Ваш код для «${place}»: ${code}`,
    `Он действует ${minutes} минут.`,
    ...(known ? ['На эту почту уже есть учётная запись: код откроет её, пароль останется прежним.'] : []),
    'Если вы ничего не начинали, просто не отвечайте на это письмо.',
  ]
  const en = [
    `Your code for ${place}: ${code}`,
    `It is valid for ${minutes} minutes.`,
    ...(known ? ['This e-mail already has an account: the code opens it, and its password stays as it was.'] : []),
    'If you did not start this, simply ignore this message.',
  ]
  return {
    to: mail.email,
    subject: mail.locale === 'ru' ? `${code} — код для «${place}»` : `${code} is your code for ${place}`,
    text: (mail.locale === 'ru' ? ru : en).join('\n\n'),
    locale: mail.locale,
  }
}

/** The mail with the link to a new password. */
export function resetMail(mail: { email: string; locale: 'ru' | 'en'; link: string }): Mail {
  const ru = `Чтобы задать новый пароль, откройте ссылку. Она действует час:\n\n${mail.link}\n\nЕсли вы об этом не просили, ничего не делайте.`
  const en = `To choose a new password, open this link. It is valid for one hour:\n\n${mail.link}\n\nIf you did not ask for it, do nothing.`
  return {
    to: mail.email,
    subject: mail.locale === 'ru' ? 'Новый пароль для Atelier' : 'A new password for Atelier',
    text: mail.locale === 'ru' ? ru : en,
    locale: mail.locale,
  }
}

/** The mail that invites into a studio. */
export function invitationMail(mail: {
  email: string
  locale: 'ru' | 'en'
  studio: string
  inviter: string
  link: string
}): Mail {
  const { studio, inviter, link } = mail
  return {
    to: mail.email,
    subject: mail.locale === 'ru' ? `${inviter} зовёт вас в «${studio}»` : `${inviter} invites you to ${studio}`,
    text:
      mail.locale === 'ru'
        ? `${inviter} приглашает вас в студию «${studio}».\n\nПринять приглашение: ${link}\n\nОно действует 14 дней.`
        : `${inviter} invites you to the studio ${studio}.\n\nAccept the invitation: ${link}\n\nIt is valid for 14 days.`,
    locale: mail.locale,
  }
}
