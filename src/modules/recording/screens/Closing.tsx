import { Modal } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile, useWorks } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Confirm, currencySign, Field, Form, Money, toast, toastFailure } from '../../../web/ui/index.ts'
import { minorOf } from '../../../web/ui/typed-amount.ts'
import classes from './project.module.css'
import { nameIn, type Project } from './use-project.ts'

interface Props {
  project: Project
  again: () => Promise<unknown>
}

/** Completing, with the exact figures before the button; afterwards thanks, and the summary (R11, R17). */
export function Closing({ project, again }: Props) {
  const { studio, membershipId } = useProfile()
  const works = useWorks()
  const [doing, setDoing] = useState<'complete' | 'tip'>()
  const path = { studio: studio.slug, project: project.id }
  const pressed = project.completions.some((one) => one.side === project.side)
  const last = project.completions.some((one) => one.side !== project.side)
  const [held] = project.held
  const originals = project.deliverables.reduce((count, one) => count + one.versions.length, 0)
  const begun = project.purchases.length > 0 || originals > 0
  const undo = () => call('DELETE /api/studios/{studio}/projects/{project}/completion', { path }).then(again)
  return (
    <div className={classes.closing}>
      {project.summaryFileId && (
        <a
          className="btn btn--main"
          href={`/api/studios/${studio.slug}/files/${project.summaryFileId}/content?profile=${membershipId}`}
        >
          {m.summary_open()}
        </a>
      )}
      {project.state === 'active' && begun && !pressed && (
        <button type="button" className="btn btn--ink btn--main" onClick={() => setDoing('complete')}>
          {m.complete()}
        </button>
      )}
      {project.state === 'active' && pressed && (
        <button type="button" className="btn btn--main" onClick={() => undo().catch(toastFailure)}>
          {m.complete_undo()}
        </button>
      )}
      {works && project.side === 'client' && project.staff.length > 0 && project.purchases.length > 0 && (
        <button type="button" className="btn" onClick={() => setDoing('tip')}>
          {m.tip_leave()}
        </button>
      )}
      {doing === 'complete' && (
        <Confirm
          title={m.complete_q({ title: project.title })}
          consequences={[
            ...(held ? [{ label: m.complete_pays(), figure: <Money value={held} />, strong: true }] : []),
            { label: m.complete_originals(), figure: String(originals) },
          ]}
          note={last ? m.complete_last() : m.complete_first()}
          deed={m.complete()}
          onConfirm={async (key) => {
            const { completed } = await call('POST /api/studios/{studio}/projects/{project}/completion', { path, key })
            await again()
            if (completed) toast(m.complete_done())
          }}
          onClose={() => setDoing(undefined)}
        />
      )}
      {doing === 'tip' && <Tip project={project} again={again} close={() => setDoing(undefined)} />}
    </div>
  )
}

function Tip({ project, again, close }: Props & { close: () => void }) {
  const { studio } = useProfile()
  const [id] = useState(() => crypto.randomUUID())
  return (
    <Modal opened onClose={close} title={m.tip_title()}>
      <Form
        submit={m.tip_send()}
        onSubmit={async (values) => {
          await call('POST /api/studios/{studio}/projects/{project}/tips', {
            path: { studio: studio.slug, project: project.id },
            key: id,
            body: {
              id,
              performerMembershipId: values.performerMembershipId ?? '',
              amountMinor: minorOf(values.amountMinor ?? ''),
              currency: studio.currency,
              message: values.message ?? '',
            },
          })
          await again()
          close()
        }}
      >
        <Field name="performerMembershipId" label={m.tip_to()}>
          {(field) => (
            <select id={field} name="performerMembershipId">
              {project.staff.map((one) => (
                <option key={one} value={one}>
                  {nameIn(project, one)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="amountMinor" label={`${m.tip_amount()}, ${currencySign(studio.currency)}`} hint={m.tip_note()} />
        <Field name="message" label={m.tip_message()} />
      </Form>
    </Modal>
  )
}
