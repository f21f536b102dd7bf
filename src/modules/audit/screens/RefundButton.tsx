import { useState } from 'react'
import { m } from '../../../web/generated/messages/messages.js'
import { RefundDialog } from './RefundDialog.tsx'

/** Opens the refund of a payment that was paid out (P20). */
export function RefundButton({ holdId, note }: { holdId: string; note: string }) {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <button type="button" className="btn" aria-label={m.refund_button_of({ note })} onClick={() => setAsked(true)}>
        {m.refund_button()}
      </button>
      {asked && <RefundDialog holdId={holdId} onClose={() => setAsked(false)} />}
    </>
  )
}
