import { Modal } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { currencySign, Field, Form } from '../../../web/ui/index.ts'
import { majorOf, minorOf } from '../../../web/ui/typed-amount.ts'
import { nameIn, type Offer, type Project } from './use-project.ts'

interface Props {
  project: Project
  /** The offer that this one answers. */
  counters?: Offer
  /** What it begins with, where the screen knows it already. */
  begins?: Pick<Offer, 'scope' | 'revisionsIncluded' | 'performer' | 'stageId'>
  again: () => Promise<unknown>
  close: () => void
}

const DAY_MS = 86_400_000
const USUAL_DAYS = 7

/** A scope and a price for the other side (R5); in answer to an offer it begins with that one's words. */
export function OfferForm({ project, counters, begins, again, close }: Props) {
  const { studio, membershipId } = useProfile()
  const [key] = useState(() => crypto.randomUUID())
  const known = counters ?? begins
  return (
    <Modal opened onClose={close} title={counters ? m.offer_counter() : m.offer_new()}>
      <Form
        submit={m.offer_send()}
        onSubmit={async (values) => {
          const days = values.days?.trim() ? Number(values.days) : USUAL_DAYS
          await call('POST /api/studios/{studio}/projects/{project}/offers', {
            path: { studio: studio.slug, project: project.id },
            key,
            body: {
              scope: values.scope ?? '',
              amountMinor: minorOf(values.amountMinor ?? ''),
              serviceId: counters?.serviceId ?? null,
              stageId: known?.stageId ?? null,
              performerMembershipId: values.performer || null,
              revisionsIncluded: Number(values.revisionsIncluded ?? 0),
              revisionPriceMinor: values.revisionPriceMinor?.trim() ? minorOf(values.revisionPriceMinor) : null,
              expiresAt: new Date(Date.now() + days * DAY_MS).toISOString(),
              counterOf: counters?.id ?? null,
            },
          })
          await again()
          close()
        }}
      >
        <Field name="scope" label={m.offer_scope()}>
          {(id, invalid) => (
            <textarea id={id} name="scope" defaultValue={known?.scope} aria-invalid={invalid} data-autofocus />
          )}
        </Field>
        <Field
          name="amountMinor"
          label={`${m.offer_price()}, ${currencySign(studio.currency)}`}
          value={counters ? majorOf(counters.price.amountMinor) : ''}
        />
        <Field
          name="revisionsIncluded"
          label={m.offer_revisions()}
          type="number"
          value={String(known?.revisionsIncluded ?? 2)}
        />
        <Field
          name="revisionPriceMinor"
          label={`${m.offer_round_price()}, ${currencySign(studio.currency)}`}
          hint={m.offer_round_price_hint()}
          value={counters?.revisionPrice ? majorOf(counters.revisionPrice.amountMinor) : ''}
        />
        <Field name="performer" label={m.offer_performer()}>
          {(id) => (
            <select
              id={id}
              name="performer"
              defaultValue={known?.performer ?? (project.side === 'studio' ? membershipId : project.staff[0])}
            >
              {project.staff.map((one) => (
                <option key={one} value={one}>
                  {nameIn(project, one)}
                </option>
              ))}
              <option value="">{m.offer_performer_none()}</option>
            </select>
          )}
        </Field>
        <Field name="days" at="expiresAt" label={m.offer_days()} type="number" value={String(USUAL_DAYS)} />
      </Form>
    </Modal>
  )
}
