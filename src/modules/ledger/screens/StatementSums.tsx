import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Money } from '../../../web/ui/index.ts'
import classes from './statement-sums.module.css'

interface Props {
  /** The studio whose wallet it is; nothing for a person's own. */
  studio: string | undefined
  query: { currency: Api['GET /api/wallets']['answer']['items'][number]['currency']; from?: string; to?: string }
}

/** How what is available went from one balance to another in the days chosen, and what was held beside it (R13). */
export function StatementSums({ studio, query }: Props) {
  const { data } = useQuery({
    queryKey: ['statement', studio ?? false, 'sums', query],
    queryFn: () =>
      studio
        ? call('GET /api/studios/{studio}/wallets/statement/sums', { path: { studio }, query })
        : call('GET /api/wallets/statement/sums', { query }),
  })
  if (!data) return null
  const { main, held } = data
  const figures = [
    [m.wallet_opening(), main.opening],
    [m.wallet_in(), main.in],
    [m.wallet_out(), main.out],
    [m.wallet_closing(), main.closing],
  ] as const
  const neverHeld = [held.opening, held.in, held.out].every(({ amountMinor }) => amountMinor === '0')
  return (
    <section className={`sheet sheet--padded ${classes.sums}`} aria-label={m.wallet_period()}>
      <dl>
        {figures.map(([label, amount]) => (
          <div key={label}>
            <dt className="second">{label}</dt>
            <dd>
              <Money value={amount} />
            </dd>
          </div>
        ))}
      </dl>
      {!neverHeld && (
        <p className="second">
          {m.wallet_held_from_to({ from: amountText(held.opening), to: amountText(held.closing) })}
        </p>
      )}
    </section>
  )
}
