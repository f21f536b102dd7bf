import { Modal } from '@mantine/core'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Field, Form } from '../../../web/ui/index.ts'
import classes from './project.module.css'
import type { Project, Version } from './use-project.ts'

interface Props {
  project: Project
  version: Version
  again: () => Promise<unknown>
  close: () => void
}

/** What the client wants changed; beyond the rounds that there are, with what it costs before the button (R5). */
export function AskChanges({ project, version, again, close }: Props) {
  const { studio } = useProfile()
  const { used, included } = project.rounds
  const price = priceOfNext(project)
  const amount = price && amountText(price, { short: true })
  return (
    <Modal opened onClose={close} title={m.project_changes()}>
      <Form
        submit={amount ? m.round_pay({ amount }) : m.project_changes()}
        onSubmit={async ({ note = '' }, key) => {
          await call('POST /api/studios/{studio}/versions/{version}/change-request', {
            path: { studio: studio.slug, version: version.id },
            key,
            body: { note, payUpToMinor: price?.amountMinor ?? null },
          })
          await again()
          close()
        }}
      >
        <Field
          name="note"
          label={m.project_changes_what()}
          {...(amount ? {} : { hint: m.project_rounds({ used, included }) })}
        >
          {(id) => <textarea id={id} name="note" data-autofocus />}
        </Field>
        {amount && <p className={classes.toPay}>{m.round_pay_note({ included, amount })}</p>}
      </Form>
    </Modal>
  )
}

/** What the next round costs; undefined while one is left, or where no price was agreed on. */
export function priceOfNext({ rounds: { used, included, more } }: Project) {
  return used >= included ? more?.price : undefined
}
