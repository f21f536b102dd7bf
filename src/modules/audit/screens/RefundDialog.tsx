import { Modal } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, call, type FieldProblem } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Bones, Confirm, Field, Form, Money, toast } from '../../../web/ui/index.ts'
import { majorOf, minorOf } from '../../../web/ui/typed-amount.ts'
import classes from './console.module.css'

type Preview = Api['GET /api/console/holds/{hold}/refund']['answer']
type Giver = Preview['givers'][number]

const short = { short: true } as const

/** How much of a payment goes back and why; then who gives back what, and only then the button that does it (P20). */
export function RefundDialog({ holdId, onClose }: { holdId: string; onClose: () => void }) {
  const queries = useQueryClient()
  const [typed, setTyped] = useState<{ amount: string; reason: string }>()
  const [asked, setAsked] = useState<{ preview: Preview; reason: string }>()
  const found = useQuery(previewOf(holdId))
  const whole = found.data

  async function ask({ amount = '', reason = '' }: Record<string, string>): Promise<void> {
    if (!whole) return
    const amountMinor = minorOf(amount)
    const fields = wrongOf(whole, amountMinor, reason)
    if (fields.length > 0) throw new ApiProblem(422, { title: m.commission_check(), fields })
    setTyped({ amount, reason })
    setAsked({ reason: reason.trim(), preview: await queries.fetchQuery(previewOf(holdId, amountMinor)) })
  }

  if (asked) {
    const { preview, reason } = asked
    const amount = amountText(preview.amount, short)
    return (
      <Confirm
        title={m.refund_confirm({ amount })}
        consequences={[
          {
            label: m.refund_payer_gets({ payer: payerOf(preview) }),
            figure: <Money value={preview.amount} />,
            strong: true,
          },
          ...preview.givers.map((giver) => ({ label: giverLabel(giver), figure: <Given giver={giver} /> })),
        ]}
        note={preview.givers.some(owes) ? m.refund_debts_note() : m.refund_note()}
        deed={m.refund_deed({ amount })}
        ends
        onConfirm={async (key) => {
          const path = { studio: preview.studio.id, hold: holdId }
          const { amountMinor } = preview.amount
          const body = { amountMinor, refundedMinor: preview.refunded.amountMinor, reason }
          try {
            await call('POST /api/console/studios/{studio}/holds/{hold}/refunds', { path, body, key })
          } finally {
            await queries.invalidateQueries({ queryKey: ['console'] })
          }
          toast(m.refund_done({ amount }))
          onClose()
        }}
        onClose={() => setAsked(undefined)}
      />
    )
  }
  return (
    <Modal opened onClose={onClose} title={m.refund_title()}>
      {found.isPending && <Bones rows={3} />}
      {found.error && (
        <p className="wrong wrong--form" role="alert">
          {found.error.message}
        </p>
      )}
      {whole && (
        <>
          <p className={classes.what}>
            {m.refund_of({ note: whole.note, payer: payerOf(whole), studio: whole.studio.name ?? '' })}
          </p>
          <dl className={classes.facts}>
            <dt>{m.refund_paid_out()}</dt>
            <dd>
              <Money value={whole.captured} />
            </dd>
            <dt>{m.refund_before()}</dt>
            <dd>
              <Money value={whole.refunded} />
            </dd>
            <dt>{m.refund_left()}</dt>
            <dd>
              <Money value={whole.left} />
            </dd>
          </dl>
          {whole.left.amountMinor === '0' ? (
            <p>{m.refund_nothing()}</p>
          ) : (
            <Form submit={m.refund_next()} onSubmit={ask}>
              <Field
                name="amount"
                label={m.refund_amount({ currency: whole.left.currency })}
                value={typed?.amount ?? majorOf(whole.left.amountMinor)}
              />
              <Field name="reason" label={m.refund_reason()} hint={m.refund_reason_hint()}>
                {(id, invalid) => (
                  <textarea
                    id={id}
                    name="reason"
                    maxLength={1000}
                    defaultValue={typed?.reason}
                    aria-invalid={invalid}
                    aria-describedby={`${id}-note`}
                    data-autofocus
                  />
                )}
              </Field>
            </Form>
          )}
        </>
      )}
    </Modal>
  )
}

function Given({ giver }: { giver: Giver }) {
  return (
    <>
      <Money value={{ ...giver.amount, amountMinor: `-${giver.amount.amountMinor}` }} movement />
      {owes(giver) && <div className="second">{m.refund_debt({ debt: amountText(giver.debt, short) })}</div>}
    </>
  )
}

const owes = ({ debt }: Giver) => debt.amountMinor !== '0'
const payerOf = ({ payer }: Preview) => payer.name ?? m.refund_somebody()

function giverLabel({ role, ownerName }: Giver): string {
  if (role === 'commission') return m.refund_gives_commission()
  const name = ownerName ?? ''
  return role === 'studio' ? m.refund_gives_studio({ name }) : m.refund_gives_performer({ name })
}

function previewOf(holdId: string, amountMinor?: string) {
  return queryOptions({
    queryKey: ['console', 'refund', holdId, amountMinor],
    queryFn: () =>
      call('GET /api/console/holds/{hold}/refund', {
        path: { hold: holdId },
        query: amountMinor ? { amountMinor } : {},
      }),
  })
}

function wrongOf({ left }: Preview, amountMinor: string, reason: string): FieldProblem[] {
  const isSum = /^[1-9]\d*$/.test(amountMinor) && BigInt(amountMinor) <= BigInt(left.amountMinor)
  const wrong = (name: string, message: string) => ({ pointer: `/${name}`, code: 'invalid', message })
  return [
    ...(isSum ? [] : [wrong('amount', m.refund_amount_wrong({ left: amountText(left) }))]),
    ...(reason.trim() === '' ? [wrong('reason', m.refund_reason_needed())] : []),
  ]
}
