import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { enqueue } from '../jobs/jobs.ts'

/** Task that hands one mail to the mailer. */
export const MAIL_TASK = 'mail.send'

export const mailSchema = z.object({
  to: z.email().max(254),
  /** Name shown before the sender's address: the studio's. */
  fromName: z.string().max(100).optional(),
  subject: z.string().min(1).max(300),
  text: z.string().min(1).max(100_000),
  /** Made from the text when left out. */
  html: z.string().max(400_000).optional(),
  locale: z.enum(['ru', 'en']),
  /** Stable through all attempts, so that a mail that came twice is recognised as one. Without angle brackets. */
  messageId: z.string().regex(/^[\w.:-]+@[\w.-]+$/),
})
export type Mail = z.infer<typeof mailSchema>

/** What brings mail out of the house. */
export interface Mailer {
  /** Resolves when the next server, or the local mailbox, has taken the mail. */
  send(mail: Mail): Promise<void>
}

/**
 * Queues a mail in the transaction of what it tells of: with it the mail goes out, at least once, or not at all (P16).
 * `messageId` is made when left out; name it when the same mail could be queued twice.
 */
export async function sendMail(
  ctx: Ctx,
  mail: Omit<Mail, 'messageId'> & { messageId?: string },
  options: { runAt?: Temporal.Instant } = {},
): Promise<void> {
  const messageId = mail.messageId ?? `${randomUUID()}@atelier`
  await enqueue(ctx, MAIL_TASK, mailSchema.parse({ ...mail, messageId }), { ...options, key: `mail:${messageId}` })
}
