import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, currencySign, Field, Form, Money, toast } from '../../../web/ui/index.ts'
import { minorOf } from '../../../web/ui/typed-amount.ts'
import classes from './withdraw.module.css'

interface Props {
  /** The studio whose wallet it is; nothing for a person's own. */
  studio: string | undefined
  /** The studio as whose member somebody takes out their own: there they are told how it ended. */
  profile?: string
  available: { amountMinor: string; currency: 'RUB' | 'USD' | 'EUR' }
  done: () => void
}

/** Takes money out: how much and where to, and in figures what leaves and what stays before one presses (R13). */
export function Withdraw({ studio, profile, available, done }: Props) {
  const queries = useQueryClient()
  const [typed, setTyped] = useState('')
  const { currency } = available
  const amountMinor = minorOf(typed)
  const leaves = /^\d+$/.test(amountMinor) ? BigInt(amountMinor) : 0n
  const stays = BigInt(available.amountMinor) - leaves
  return (
    <Form
      submit={
        leaves > 0n
          ? m.wallet_withdraw_sum({ amount: amountText({ amountMinor: leaves, currency }) })
          : m.wallet_withdraw()
      }
      onSubmit={async ({ destination = '' }, key) => {
        const request = { key, body: { amountMinor, currency, destination } }
        if (studio) await call('POST /api/studios/{studio}/wallets/withdrawals', { ...request, path: { studio } })
        else if (profile)
          await call('POST /api/studios/{studio}/wallets/mine/withdrawals', { ...request, path: { studio: profile } })
        else await call('POST /api/wallets/withdrawals', request)
        await Promise.all([
          queries.invalidateQueries({ queryKey: ['wallets'] }),
          queries.invalidateQueries({ queryKey: ['statement'] }),
        ])
        toast(m.wallet_withdrawing())
        done()
      }}
    >
      <Field name="amountMinor" label={`${m.wallet_amount()}, ${currencySign(currency)}`} onChange={setTyped} />
      <Field name="destination" label={m.wallet_destination()} hint={m.wallet_destination_hint()} autoComplete="off" />
      <dl className={classes.lines}>
        <Figure label={m.wallet_available()} minor={available.amountMinor} currency={currency} />
        <Figure label={m.wallet_leaves()} minor={String(-leaves)} currency={currency} />
        <Figure label={m.wallet_stays()} minor={String(stays)} currency={currency} wrong={stays < 0n} />
      </dl>
      <p className="second">{m.wallet_withdraw_note()}</p>
    </Form>
  )
}

interface FigureProps {
  label: string
  minor: string
  currency: string
  wrong?: boolean
}

function Figure({ label, minor, currency, wrong = false }: FigureProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={wrong ? 'out' : undefined}>
        <Money value={{ amountMinor: minor, currency }} />
      </dd>
    </div>
  )
}
