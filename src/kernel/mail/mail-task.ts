import { defineTask, type Task } from '../jobs/jobs.ts'
import { GiveUp } from '../jobs/retry.ts'
import type { Services } from '../services.ts'
import { MAIL_TASK, type Mailer, mailSchema } from './mail.ts'
import { hasMailbox, mailboxMailer } from './mailbox.ts'
import { smtpMailer } from './smtp.ts'

/** The mailer of the settings: SMTP, the local mailbox, or, in production without SMTP, one that says what is missing. */
export function openMailer({ config, database }: Pick<Services, 'config' | 'database'>): Mailer {
  if (config.SMTP_URL !== undefined) return smtpMailer(config.SMTP_URL, config.MAIL_FROM)
  if (hasMailbox(config)) return mailboxMailer(database.pool)
  return {
    send: async () => {
      throw new GiveUp('SMTP_URL is not set: in production mail has no other way')
    },
  }
}

/** Hands queued mails to the mailer, at least once each. */
export function mailTask(services: Services): Task {
  const mailer = openMailer(services)
  return defineTask({ name: MAIL_TASK, payload: mailSchema, run: (mail) => mailer.send(mail) })
}
