import { setTimeout as delay } from 'node:timers/promises'
import formbody from '@fastify/formbody'
import { z } from 'zod'
import type { App } from '../http/types.ts'
import { decimalOf } from '../money.ts'
import type { Services } from '../services.ts'
import type { PaymentStanding } from './gateway.ts'
import { noteOutcome, readOrder, type SimulatedOrder, signedMessage } from './simulated.ts'
import { WEBHOOK_PATH } from './simulated-payout.ts'
import { gatewayWords } from './simulated-words.ts'

const SLOW_MS = 5_000
/** `expire` pays now with a card that refuses every later charge; offered where it is to be remembered. */
const CHOICES = ['succeed', 'fail', 'slow', 'twice', 'expire'] as const

/** The simulated gateway's own page and its answers to our webhook. Outside /api: it plays a foreign system. */
export async function addSimulatedPage(app: App, services: Services): Promise<void> {
  const { config, database, log } = services
  await app.register(formbody)

  app.get('/gateway', { schema: { hide: true } }, (request, reply) => {
    const order = readOrder(config, request.query as Record<string, unknown>)
    // The press leads back to where one came from, which may be a studio's own subdomain.
    const back = order ? ` ${new URL(order.back).origin}` : ''
    reply.header(
      'content-security-policy',
      `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'${back}; frame-ancestors 'none'`,
    )
    return reply
      .code(order ? 200 : 400)
      .type('text/html; charset=utf-8')
      .send(order ? page(order, request.url) : notice(request.locale))
  })

  app.post('/gateway', { schema: { hide: true } }, async (request, reply) => {
    const order = readOrder(config, request.query as Record<string, unknown>)
    const { choice } = z.object({ choice: z.enum(CHOICES) }).parse(request.body)
    if (!order) return reply.code(400).type('text/html; charset=utf-8').send(notice(request.locale))
    const later = order.save ? (choice === 'expire' ? 'failed' : 'succeeded') : null
    const paid = { attemptId: order.attempt, amountMinor: BigInt(order.amount) }
    const outcome = await noteOutcome(database, paid, choice === 'fail' ? 'failed' : 'succeeded', later)
    const tell = () => sendMessage(order, outcome)
    if (choice === 'slow') void delay(SLOW_MS, undefined, { ref: false }).then(tell)
    else await tell()
    if (choice === 'twice') await tell()
    // As an address is sent: what it was asked with may be written in any letters.
    return reply.code(303).header('location', new URL(order.back).href).send()
  })

  /** A message that is lost is found by asking: the attempt's own job does. */
  async function sendMessage(order: SimulatedOrder, outcome: PaymentStanding): Promise<void> {
    if (outcome.state === 'pending') return
    const news = { attemptId: order.attempt, ...outcome }
    const { body, signature } = signedMessage(config, news)
    const address = `http://127.0.0.1:${portOf(app)}${WEBHOOK_PATH}`
    const headers = { 'content-type': 'application/json', 'x-signature': signature }
    await fetch(address, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) }).catch(
      (error: unknown) => {
        log.warn({ err: error }, 'the simulated gateway could not reach the webhook')
      },
    )
  }
}

function portOf(app: App): number {
  const address = app.server.address()
  return address && typeof address === 'object' ? address.port : 0
}

function page(order: SimulatedOrder, action: string): string {
  const text = gatewayWords[order.locale]
  const sum = new Intl.NumberFormat(order.locale, { style: 'currency', currency: order.currency }).format(
    decimalOf(BigInt(order.amount)),
  )
  const buttons = CHOICES.filter((choice) => order.save || choice !== 'expire').map(
    (choice) =>
      `<button name="choice" value="${choice}" class="${choice === 'succeed' ? 'ink' : ''}">${text[choice]}</button>`,
  )
  return shell(
    order.locale,
    text.title,
    `<p class="note">${escapeHtml(order.description)}</p><h1>${sum}</h1><p class="note">${text.note}${order.save ? ` ${text.save}` : ''}</p>
     <form method="post" action="${escapeHtml(action)}">${buttons.join('')}</form>`,
  )
}

function notice(locale: 'ru' | 'en'): string {
  const { broken } = gatewayWords[locale]
  return shell(locale, broken, `<h1>${broken}</h1>`)
}

function shell(locale: string, title: string, body: string): string {
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>
  :root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#faf8f4,#141311);color:light-dark(#1c1a17,#efe9de);font:16px/1.5 system-ui,sans-serif}
  main{width:min(92vw,380px)}h1{margin:4px 0 12px;font:600 34px/1.15 Georgia,serif}.note{margin:0;color:light-dark(#5d564c,#aaa294)}
  form{display:grid;gap:10px;margin-top:24px}button{min-height:48px;border:1px solid light-dark(#d6cec1,#3d3932);border-radius:10px;background:light-dark(#fffefb,#1b1a17);color:inherit;font:600 15px system-ui,sans-serif;cursor:pointer}
  button.ink{border-color:light-dark(#1c1a17,#efe9de);background:light-dark(#1c1a17,#efe9de);color:light-dark(#faf8f4,#141311)}</style></head><body><main>${body}</main></body></html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
