import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type Config, derivedKey } from '../config.ts'
import type { Database } from '../database/door.ts'
import { currencySchema } from '../money.ts'
import { problem } from '../problem.ts'
import type { Gateway, GatewayNews, GatewayPayment, PaymentNews, PaymentStanding } from './gateway.ts'
import { methodOf, simulatedCharge } from './simulated-charge.ts'
import { simulatedPayout } from './simulated-payout.ts'

/** What the payment page is told in its address, signed so that nobody pays another sum than was asked. */
export const simulatedOrderSchema = z.object({
  attempt: z.uuid(),
  amount: z.string().regex(/^[1-9][0-9]{0,15}$/),
  currency: currencySchema,
  description: z.string().max(200),
  locale: z.enum(['ru', 'en']),
  back: z.url().max(2000),
  save: z.literal(true).optional(),
})
export type SimulatedOrder = z.infer<typeof simulatedOrderSchema>

const outcomeSchema = z.object({
  state: z.enum(['succeeded', 'failed']),
  amountMinor: z.string().regex(/^[0-9]{1,18}$/),
})
const messageSchema = z.union([
  outcomeSchema.extend({ attemptId: z.uuid(), method: z.object({ id: z.string(), label: z.string() }).optional() }),
  outcomeSchema.extend({
    payoutId: z.uuid(),
    reference: z.object({ studioId: z.uuid(), accountId: z.uuid() }),
  }),
])

/**
 * The gateway that needs no account: a page of its own where one picks whether the payment succeeds, fails, is slow or
 * is answered twice, and signed messages to our webhook over HTTP, as a real one sends them.
 */
export function simulatedGateway(config: Config, database: Database): Gateway {
  const secret = derivedKey(config.SECRET, 'simulated gateway')
  return {
    name: 'simulated',
    paymentUrl: (payment) => pageAddress(config, secret, payment),
    readMessage(body, signature) {
      if (!signature || !sameText(signature, signText(secret, JSON.stringify(body)))) throw problem('bad_signature')
      const message = messageSchema.parse(body)
      const amountMinor = BigInt(message.amountMinor)
      if ('payoutId' in message) return { ...message, amountMinor }
      const { method, ...news } = message
      return { ...news, amountMinor, ...(method ? { method } : {}) }
    },
    ask: (attemptId) => outcomeOf(database, attemptId),
    charge: simulatedCharge(database),
    payout: simulatedPayout(config, database, (news) => signedMessage(config, news)),
  }
}

/** The order in the payment page's address, or nothing when it was tampered with. */
export function readOrder(config: Config, query: Record<string, unknown>): SimulatedOrder | undefined {
  const { order, signature } = query
  if (typeof order !== 'string' || typeof signature !== 'string') return undefined
  const secret = derivedKey(config.SECRET, 'simulated gateway')
  if (!sameText(signature, signText(secret, order))) return undefined
  return simulatedOrderSchema.parse(JSON.parse(order))
}

/** The message for our webhook, with its signature. */
export function signedMessage(config: Config, news: GatewayNews): { body: string; signature: string } {
  const secret = derivedKey(config.SECRET, 'simulated gateway')
  const body = JSON.stringify({ ...news, amountMinor: news.amountMinor.toString() })
  return { body, signature: signText(secret, body) }
}

/**
 * Notes at the gateway how the payment went, and how charges of what was paid with will end where it is to be remembered.
 * The first answer stays: a payment does not both succeed and fail.
 */
export async function noteOutcome(
  database: Database,
  { attemptId, amountMinor }: Pick<PaymentNews, 'attemptId' | 'amountMinor'>,
  state: 'succeeded' | 'failed',
  later: 'succeeded' | 'failed' | null,
): Promise<PaymentStanding> {
  await database.pool.query(
    `insert into simulated_payments (attempt_id, amount_minor, state, later) values ($1, $2, $3, $4)
     on conflict (attempt_id) do nothing`,
    [attemptId, amountMinor.toString(), state, later],
  )
  return outcomeOf(database, attemptId)
}

async function outcomeOf(database: Database, attemptId: string): Promise<PaymentStanding> {
  const { rows } = await database.pool.query<{
    state: 'succeeded' | 'failed'
    later: 'succeeded' | 'failed' | null
    amount_minor: string
  }>('select state, later, amount_minor::text from simulated_payments where attempt_id = $1', [attemptId])
  const found = rows[0]
  if (!found) return { state: 'pending' }
  const remembered = found.state === 'succeeded' && found.later !== null
  const amountMinor = BigInt(found.amount_minor)
  return { state: found.state, amountMinor, ...(remembered ? { method: methodOf(attemptId, found.later) } : {}) }
}

function pageAddress(config: Config, secret: string, payment: GatewayPayment): string {
  const order: SimulatedOrder = {
    attempt: payment.attemptId,
    amount: payment.amount.amountMinor.toString(),
    currency: payment.amount.currency,
    description: payment.description,
    locale: payment.locale,
    back: payment.returnUrl,
    ...(payment.saveMethod ? { save: true } : {}),
  }
  const text = JSON.stringify(order)
  const query = new URLSearchParams({ order: text, signature: signText(secret, text) })
  return `${config.BASE_URL}/gateway?${query}`
}

function signText(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex')
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
