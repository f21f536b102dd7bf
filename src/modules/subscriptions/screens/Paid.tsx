import { useEffect, useRef } from 'react'
import { m } from '../../../web/generated/messages/messages.js'
import { toast, useListAddress } from '../../../web/ui/index.ts'
import { useAttempt } from './use-attempt.ts'

/** What became of the payment that one comes back from: waited for, done, or refused. */
export function Paid({ refresh }: { refresh: () => Promise<unknown> }) {
  const address = useListAddress()
  const attempt = address.chosen('paid') ?? ''
  const state = useAttempt(attempt)
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
