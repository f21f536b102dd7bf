import type { Database } from '../database/door.ts'
import { isUuid } from '../ids.ts'
import type { Gateway, SavedMethod } from './gateway.ts'

type Ending = 'succeeded' | 'failed'

/** A method is known by the payment that it was first used for; its number tells how it ends, as with test cards. */
export function methodOf(attemptId: string, later: Ending | null): SavedMethod {
  return { id: attemptId, label: later === 'failed' ? '•• 0002' : '•• 4242' }
}

/**
 * Charges of the simulated gateway: they end as was chosen on its page when the method was saved; an unknown method is
 * refused. The first answer stays, whoever asks again.
 */
export function simulatedCharge({ pool }: Database): Gateway['charge'] {
  return async ({ chargeId, methodId }, signal) => {
    signal.throwIfAborted()
    const known = isUuid(methodId)
      ? await pool.query<{ later: Ending | null }>('select later from simulated_payments where attempt_id = $1', [
          methodId,
        ])
      : { rows: [] }
    const state = known.rows[0]?.later ?? 'failed'
    await pool.query(
      'insert into simulated_payments (attempt_id, state) values ($1, $2) on conflict (attempt_id) do nothing',
      [chargeId, state],
    )
    const { rows } = await pool.query<{ state: Ending }>('select state from simulated_payments where attempt_id = $1', [
      chargeId,
    ])
    return rows[0]?.state ?? 'pending'
  }
}
