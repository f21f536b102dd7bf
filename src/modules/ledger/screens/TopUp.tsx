import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { currencySign, Field, Form } from '../../../web/ui/index.ts'
import { minorOf } from '../../../web/ui/typed-amount.ts'

/** Asks for an amount and goes to the gateway's page to pay it (R13). */
export function TopUp({ currency, back }: { currency: 'RUB' | 'USD' | 'EUR'; back: string }) {
  const { membershipId: profile } = useProfile()
  const [key] = useState(() => crypto.randomUUID())
  return (
    <Form
      submit={m.wallet_top_up()}
      onSubmit={async (values) => {
        const amountMinor = minorOf(values.amountMinor ?? '')
        const begun = await call('POST /api/top-ups', { key, body: { amountMinor, currency, returnTo: back, profile } })
        location.assign(begun.paymentUrl)
      }}
    >
      <Field name="amountMinor" label={`${m.wallet_amount()}, ${currencySign(currency)}`} type="text" />
    </Form>
  )
}
