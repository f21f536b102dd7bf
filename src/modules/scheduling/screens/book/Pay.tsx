import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText } from '../../../../web/ui/Money.tsx'
import css from './book.module.css'
import { attemptOf, dropAttempt, keepAttempt } from './claim.ts'
import { type Booking, usePlace } from './place.ts'
import { useGatewayPayments } from './use-gateway-payments.ts'

interface Props {
  booking: Booking
  /** Something may have changed: ask again. */
  onChange: () => void
  onAgain: () => void
}

type Part = 'deposit' | 'full'

/** Paying from the wallet, and through the gateway what the wallet lacks; the sum stands on the button. */
export function Pay({ booking, onChange, onAgain }: Props) {
  const { slug } = usePlace()
  const { id, price, deposit } = booking
  const [part, setPart] = useState<Part>('deposit')
  const [attemptId, setAttemptId] = useState(() => attemptOf(id))
  const [again, setAgain] = useState(false)
  // A payment that was begun in another tab, or from the booking's own page, is waited for as well.
  const elsewhere = useGatewayPayments(slug, id, !again)
  const found = again ? undefined : elsewhere.pending?.id
  useEffect(() => setAttemptId((before) => before ?? found ?? null), [found])
  const wallets = useQuery({ queryKey: ['wallets'], queryFn: () => call('GET /api/wallets', {}) })
  const wallet = wallets.data?.items.find(({ currency }) => currency === price.currency)
  const due = part === 'deposit' ? deposit : price
  const have = BigInt(wallet?.available.amountMinor ?? 0)
  const missing = BigInt(due.amountMinor) - have
  const path = { studio: slug, booking: id }

  const attempt = useQuery({
    queryKey: ['attempt', attemptId],
    queryFn: async () => {
      const seen = await call('GET /api/payment-attempts/{attempt}', { path: { attempt: attemptId ?? '' } })
      if (seen.state !== 'pending') {
        dropAttempt(id)
        onChange()
        void wallets.refetch()
      }
      return seen
    },
    enabled: attemptId !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'pending' || !state.data ? 1500 : false),
  })
  const pay = useMutation({
    mutationFn: async () => {
      const key = crypto.randomUUID()
      if (missing <= 0n) {
        return call('POST /api/studios/{studio}/bookings/{booking}/payments', { path, key, body: { part } })
      }
      const returnTo = `${location.pathname}?booking=${id}`
      const route = 'POST /api/studios/{studio}/bookings/{booking}/gateway-payments'
      const begun = await call(route, { path, key, body: { part, returnTo } })
      keepAttempt(id, begun.attemptId)
      setAttemptId(begun.attemptId)
      location.assign(begun.paymentUrl)
      return null
    },
    onSuccess: (paid) => paid && onChange(),
  })
  const waiting = attemptId !== null && attempt.data?.state !== 'failed' && attempt.data?.state !== 'succeeded'
  if (waiting) {
    return (
      <>
        <p className={css.waits} role="status">
          {m.book_bank_waits()}
        </p>
        {elsewhere.pending?.paymentUrl && (
          <a className={`button ${css.press}`} href={elsewhere.pending.paymentUrl}>
            {m.booking_to_bank()}
          </a>
        )}
        <button
          type="button"
          className={css.drop}
          onClick={() => {
            dropAttempt(id)
            setAttemptId(null)
            setAgain(true)
          }}
        >
          {m.book_bank_again()}
        </button>
      </>
    )
  }
  const late = attempt.data?.state === 'succeeded' && booking.state === 'held'
  const money = (amountMinor: bigint) => amountText({ amountMinor, currency: price.currency }, { short: true })
  return (
    <>
      {deposit.amountMinor !== price.amountMinor && (
        <fieldset className={css.parts}>
          <legend>{m.book_how_much()}</legend>
          {(['deposit', 'full'] as const).map((one) => (
            <label key={one} className={css.part}>
              <input type="radio" name="part" checked={part === one} onChange={() => setPart(one)} />
              <span>{one === 'deposit' ? m.book_part_deposit() : m.book_part_full()}</span>
              <strong>{amountText(one === 'deposit' ? deposit : price, { short: true })}</strong>
            </label>
          ))}
        </fieldset>
      )}
      <p className={css.terms}>
        {missing <= 0n
          ? m.book_from_wallet({ amount: money(have) })
          : have > 0n
            ? m.book_wallet_and_card({ wallet: money(have), card: money(missing) })
            : m.book_by_card()}
      </p>
      <div className={css.bar}>
        {attempt.data?.state === 'failed' && (
          <p className={css.wrong} role="alert">
            {m.book_payment_failed()}
          </p>
        )}
        {late && (
          <p className={css.wrong} role="alert">
            {m.book_paid_late()}
          </p>
        )}
        {pay.isError && (
          <p className={css.wrong} role="alert">
            {pay.error.message}
          </p>
        )}
        <button
          type="button"
          className={`button button--ink ${css.press}`}
          disabled={pay.isPending || wallets.isPending}
          onClick={() => pay.mutate()}
        >
          {due.amountMinor === '0' ? m.book_press_free() : m.book_pay({ amount: amountText(due, { short: true }) })}
        </button>
        <p className={css.hint}>
          <button type="button" className={css.drop} onClick={onAgain}>
            {m.book_other_time()}
          </button>
        </p>
      </div>
    </>
  )
}
