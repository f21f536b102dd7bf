import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { Database } from '../database/door.ts'
import type { Gateway, GatewayPayout, PayoutNews } from './gateway.ts'

/** Path of our webhook, where the gateway's messages go. */
export const WEBHOOK_PATH = '/api/gateway/simulated/messages'
/** Longer than anybody waits for an answer. */
const SLOW_MS = 5_000
/** How a payout ends is chosen by how the number it goes to ends, as with the test cards of real gateways. */
const ENDINGS = { '0002': 'fail', '0003': 'slow', '0004': 'twice' } as const

type Signed = (news: PayoutNews) => { body: string; signature: string }

/**
 * Payouts of the simulated gateway. The first answer stays, whoever asks again: `fail` refuses, `slow` pays at once and
 * answers too late, `twice` sends its message to our webhook two times besides answering. Everything else is paid.
 */
export function simulatedPayout(config: Config, { pool }: Database, signed: Signed): Gateway['payout'] {
  return async (payout, signal) => {
    const choice = choiceOf(payout.destination)
    const noted = await pool.query(
      'insert into simulated_payouts (payout_id, state) values ($1, $2) on conflict (payout_id) do nothing',
      [payout.payoutId, choice === 'fail' ? 'failed' : 'succeeded'],
    )
    const { rows } = await pool.query<{ state: 'succeeded' | 'failed' }>(
      'select state from simulated_payouts where payout_id = $1',
      [payout.payoutId],
    )
    const state = rows[0]?.state ?? 'pending'
    if (noted.rowCount === 1 && choice === 'slow') await delay(SLOW_MS, undefined, { signal, ref: false })
    if (noted.rowCount === 1 && choice === 'twice') {
      await Promise.all([sendMessage(payout, state), sendMessage(payout, state)])
    }
    return state
  }

  /** One that is lost is no harm: whoever asks is answered. */
  async function sendMessage(payout: GatewayPayout, state: PayoutNews['state']): Promise<void> {
    const { payoutId, amount, reference } = payout
    const { body, signature } = signed({ payoutId, state, amountMinor: amount.amountMinor, reference })
    const headers = { 'content-type': 'application/json', 'x-signature': signature }
    const address = `${config.BASE_URL}${WEBHOOK_PATH}`
    await fetch(address, { method: 'POST', headers, body, signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
  }
}

function choiceOf(destination: string): 'succeed' | 'fail' | 'slow' | 'twice' {
  const ending = destination.slice(-4)
  return ending in ENDINGS ? ENDINGS[ending as keyof typeof ENDINGS] : 'succeed'
}
