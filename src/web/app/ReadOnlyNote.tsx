import { m } from '../generated/messages/messages.js'
import { useMay } from './me.tsx'
import { StudioLink } from './StudioLink.tsx'

/** Where somebody would write or do something, in a studio that can only be looked at: why not, and what helps (P8). */
export function ReadOnlyNote() {
  const mayPay = useMay('subscription.manage')
  return (
    <p className="second">
      {mayPay ? m.readonly_note() : m.readonly_note_others()}{' '}
      {mayPay && <StudioLink to="subscription">{m.readonly_note_pay()}</StudioLink>}
    </p>
  )
}
