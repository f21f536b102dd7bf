import { useProfile } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText } from '../../../../web/ui/index.ts'
import type { GatewayPayment } from '../book/use-gateway-payments.ts'
import css from './bookings.module.css'

interface Props {
  pending: GatewayPayment | undefined
  refused: boolean
}

/** A payment that the bank has not answered yet, with the way back to the very same one; or that it has refused. */
export function Paying({ pending, refused }: Props) {
  const { role } = useProfile()
  if (!pending) {
    if (!refused || role !== 'client') return null
    return (
      <p className="wrong wrong--form" role="alert">
        {m.book_payment_failed()}
      </p>
    )
  }
  const words = { amount: amountText(pending.amount, { short: true }) }
  return (
    <div className={css.paying} role="status">
      <p>{role === 'client' ? m.booking_paying(words) : m.booking_client_paying(words)}</p>
      {pending.paymentUrl && (
        <a className="btn" href={pending.paymentUrl}>
          {m.booking_to_bank()}
        </a>
      )}
    </div>
  )
}
