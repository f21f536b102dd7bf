import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A real SMTP receiver on loopback that keeps what it is sent, and can be told to refuse. */
export interface MailReceiver {
  /** For SMTP_URL. */
  url: string
  /** Raw messages as they came over the wire. */
  mails: { to: string[]; raw: string }[]
  /** The next `times` mails are answered with this SMTP code. */
  refuse(times: number, code: number): void
  close(): Promise<void>
}

/** Starts the receiver on a free port. */
export async function startMailReceiver(): Promise<MailReceiver> {
  let refusals = 0
  let refusalCode = 450
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (refusals > 0) {
          refusals--
          return done(Object.assign(new Error('not now'), { responseCode: refusalCode }))
        }
        receiver.mails.push({
          to: session.envelope.rcptTo.map((recipient) => recipient.address),
          raw: Buffer.concat(parts).toString('utf8'),
        })
        done()
      })
    },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const receiver: MailReceiver = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails: [],
    refuse: (times, code) => {
      refusals = times
      refusalCode = code
    },
    close: () => new Promise((done) => server.close(done)),
  }
  return receiver
}
