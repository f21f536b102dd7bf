import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { toast, useListAddress } from '../../../web/ui/index.ts'

const LOOK_MS = 1_500
/** As long as one waits for the bank with open eyes; later it is told of by the live feed and a notice. */
const LOOKS = 40

/** What became of the payment that one comes back from: waited for, done, or refused. */
export function Paid({ refresh }: { refresh: () => Promise<unknown> }) {
  const address = useListAddress()
  const attempt = address.chosen('paid') ?? ''
  const payment = useQuery({
    queryKey: ['payment-attempt', attempt],
    queryFn: () => call('GET /api/payment-attempts/{attempt}', { path: { attempt } }),
    enabled: attempt !== '',
    refetchInterval: ({ state }) =>
      state.data?.state === 'pending' && state.dataUpdateCount < LOOKS ? LOOK_MS : false,
  })
  const state = payment.data?.state
  const done = useRef(() => {})
  done.current = () => {
    void refresh()
    toast(m.subscription_paid())
    address.set({ paid: '' })
  }
  useEffect(() => {
    if (state === 'succeeded') done.current()
  }, [state])
  if (attempt === '' || !state || state === 'succeeded') return null
  if (state === 'failed') {
    return (
      <p className="wrong wrong--form" role="alert">
        {m.checkout_failed()}
      </p>
    )
  }
  return (
    <p className="second" role="status">
      {m.checkout_pending()}
    </p>
  )
}
