import type { FastifyRequest } from 'fastify'
import type pg from 'pg'
import type { Config } from '../config.ts'
import type { App } from '../http/types.ts'
import { problem } from '../problem.ts'
import type { Services } from '../services.ts'
import { escapeHtml, linkify } from './html.ts'
import type { Mailer } from './mail.ts'

/** Mails kept; older ones make room. */
const KEPT = 500
const SHOWN = 100

/** Mail that stays in the house: read at /mailbox by whoever sits at the machine. A repeat of a Message-ID is one mail. */
export function mailboxMailer(pool: pg.Pool): Mailer {
  return {
    send: async (mail) => {
      await pool.query(
        `insert into mailbox (message_id, recipient, sender_name, subject, text) values ($1, $2, $3, $4, $5)
         on conflict (message_id) do nothing`,
        [mail.messageId, mail.to, mail.fromName ?? null, mail.subject, mail.text],
      )
      await pool.query(
        `delete from mailbox where sent_at <
           (select sent_at from mailbox order by sent_at desc offset $1 limit 1)`,
        [KEPT],
      )
    },
  }
}

/** Whether mail stays in the local mailbox: only while no SMTP is set, and never in production. */
export function hasMailbox(config: Pick<Config, 'SMTP_URL' | 'MODE'>): boolean {
  return config.SMTP_URL === undefined && config.MODE !== 'production'
}

/** `/mailbox` and `/mailbox.json`, for the machine's own user only; absent where mail really goes out. */
export function addMailbox(app: App, { config, database }: Services): void {
  if (!hasMailbox(config)) return
  app.get('/mailbox', { schema: { hide: true } }, async (request, reply) => {
    refuseOutsiders(request, config)
    const mails = await read(database.pool)
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .header('cache-control', 'no-store')
      .send(page(mails))
  })
  app.get('/mailbox.json', { schema: { hide: true } }, async (request, reply) => {
    refuseOutsiders(request, config)
    return reply.header('cache-control', 'no-store').send(await read(database.pool))
  })
}

interface KeptMail {
  messageId: string
  to: string
  from: string | null
  subject: string
  text: string
  sentAt: string
}

async function read(pool: pg.Pool): Promise<KeptMail[]> {
  const { rows } = await pool.query<KeptMail>(
    `select message_id as "messageId", recipient as "to", sender_name as "from", subject, text,
            to_char(sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sentAt"
     from mailbox order by sent_at desc limit $1`,
    [SHOWN],
  )
  return rows
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const LOCAL_NAME = /^(localhost|[\w.-]+\.localhost|127\.0\.0\.1|\[::1\])$/

/** Loopback by address, and by name too: a page of a foreign site whose name points to 127.0.0.1 reads nothing. */
function refuseOutsiders(request: FastifyRequest, config: Config): void {
  const here = LOOPBACK.test(request.socket.remoteAddress ?? '') && LOOPBACK.test(request.ip)
  const known = LOCAL_NAME.test(request.hostname) || request.hostname === new URL(config.BASE_URL).hostname
  if (!here || !known) throw problem('not_found')
}

function page(mails: readonly KeptMail[]): string {
  const items = mails.map(
    (mail) => `<article><header><h2>${escapeHtml(mail.subject)}</h2>
<p>${escapeHtml(mail.from ?? 'Atelier')} → <b>${escapeHtml(mail.to)}</b> · <time>${mail.sentAt}</time></p></header>
<pre>${linkify(mail.text)}</pre></article>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Mailbox · ${mails.length}</title><style>
:root{color-scheme:light dark;--paper:#faf8f4;--sheet:#fffefb;--line:#e6e0d6;--ink:#1c1a17;--ink2:#5d564c;--link:#8f5200}
@media(prefers-color-scheme:dark){:root{--paper:#141311;--sheet:#1b1a17;--line:#2d2a25;--ink:#efe9de;--ink2:#aaa294;--link:#eda53b}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 Onest,system-ui,sans-serif}
main{max-width:720px;margin:0 auto;padding:32px 16px}h1{font:600 28px/1.2 Georgia,serif;margin:0 0 4px}
article{background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:16px 20px;margin:16px 0}
h2{font:600 18px/1.3 Georgia,serif;margin:0}header p,.hint{color:var(--ink2);margin:2px 0 0;font-size:13px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:12px 0 0}a{color:var(--link)}</style></head>
<body><main><h1>Mailbox</h1><p class="hint">Почта остаётся здесь, пока не задан SMTP_URL. Mail stays here until SMTP_URL is set.</p>
${items.join('\n') || '<p class="hint">Писем пока нет. No mail yet.</p>'}</main></body></html>`
}
