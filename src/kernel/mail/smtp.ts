import { createTransport } from 'nodemailer'
import { GiveUp } from '../jobs/retry.ts'
import { htmlOf } from './html.ts'
import type { Mailer } from './mail.ts'

const CONNECT_TIMEOUT_MS = 15_000
const SOCKET_TIMEOUT_MS = 60_000

/** Mail by SMTP. A permanent refusal (5xx) is given up at once; everything else is for the job to try again. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async (mail) => {
      try {
        await transport.sendMail({
          from: senderOf(from, mail.fromName),
          to: mail.to,
          subject: mail.subject,
          text: mail.text,
          html: mail.html ?? htmlOf(mail),
          messageId: `<${mail.messageId}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.locale },
        })
      } catch (error) {
        if (isPermanent(error)) throw new GiveUp(`the mail server refused for good: ${error}`)
        throw error
      }
    },
  }
}

/** `Name <address>` with the name in place of the configured one. */
function senderOf(from: string, name: string | undefined): string | { name: string; address: string } {
  if (!name) return from
  const address = /<([^>]+)>/.exec(from)?.[1] ?? from
  return { name, address }
}

function isPermanent(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error)) return false
  return typeof error.responseCode === 'number' && error.responseCode >= 500 && error.responseCode < 600
}
