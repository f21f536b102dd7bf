import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Confirm, Field, Form, Money } from '../../../web/ui/index.ts'
import type { Project } from './use-project.ts'

interface Props {
  project: Project
  again: () => Promise<unknown>
  close: () => void
}

/** Opens a dispute with a reason: the money stays held (R12). */
export function Disputing({ project, again, close }: Props) {
  const { studio } = useProfile()
  const [key] = useState(() => crypto.randomUUID())
  return (
    <Modal opened onClose={close} title={m.dispute_open()}>
      <Form
        submit={m.dispute_open()}
        onSubmit={async ({ reason = '' }) => {
          const path = { studio: studio.slug, project: project.id }
          await call('POST /api/studios/{studio}/projects/{project}/disputes', { path, key, body: { reason } })
          await again()
          close()
        }}
      >
        <Field name="reason" label={m.dispute_reason()} hint={m.dispute_note()}>
          {(id) => <textarea id={id} name="reason" data-autofocus />}
        </Field>
      </Form>
    </Modal>
  )
}

/** Cancels the project: what is paid for the stages done and accepted, and what goes back, before the button (R14). */
export function Cancelling({ project, again, close }: Props) {
  const { studio } = useProfile()
  const path = { studio: studio.slug, project: project.id }
  const figures = useQuery({
    queryKey: ['cancellation', project.id],
    staleTime: 0,
    queryFn: () => call('GET /api/studios/{studio}/projects/{project}/cancellation', { path }),
  })
  const { currency } = studio
  const sum = (of: 'paid' | 'returned') =>
    (figures.data ?? []).reduce((all, one) => all + BigInt(one[of].amountMinor), 0n).toString()
  if (!figures.data) return null
  return (
    <Confirm
      title={m.cancel_q({ title: project.title })}
      consequences={[
        { label: m.cancel_paid(), figure: <Money value={{ amountMinor: sum('paid'), currency }} /> },
        {
          label: m.cancel_returned(),
          figure: <Money value={{ amountMinor: sum('returned'), currency }} />,
          strong: true,
        },
      ]}
      deed={m.cancel_deed()}
      ends
      onConfirm={async (key) => {
        const body = { returnedMinor: sum('returned') }
        await call('POST /api/studios/{studio}/projects/{project}/cancellation', { path, key, body })
        await again()
      }}
      onClose={close}
    />
  )
}
