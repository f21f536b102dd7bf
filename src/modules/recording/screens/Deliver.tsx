import { Modal } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Field, Form } from '../../../web/ui/index.ts'
import { ChooseButton, UploadDrop, UploadList, useUploads } from '../../files/screens/index.ts'
import type { Project } from './use-project.ts'

/** Hands over a version: the file is sent so that a cut line or a reload costs nothing, then it is delivered (R8, R9). */
export function Deliver({
  project,
  again,
  close,
}: {
  project: Project
  again: () => Promise<unknown>
  close: () => void
}) {
  const { studio, membershipId } = useProfile()
  const [key] = useState(() => crypto.randomUUID())
  const uploads = useUploads({
    studio: studio.slug,
    profile: membershipId,
    subjectType: 'project',
    subjectId: project.id,
  })
  const done = uploads.items.findLast(({ status }) => status.state === 'done')
  const fileId = done?.status.state === 'done' ? done.status.fileId : undefined
  const current = project.deliverables.at(-1)?.title
  return (
    <Modal opened onClose={close} title={m.project_upload()}>
      <UploadDrop uploads={uploads}>
        <ChooseButton uploads={uploads} />
        <p className="second">{m.project_deliver_choose()}</p>
        <UploadList uploads={uploads} />
      </UploadDrop>
      {fileId && done && (
        <Form
          submit={m.project_deliver()}
          onSubmit={async ({ title = '', note = '' }) => {
            await call('POST /api/studios/{studio}/projects/{project}/versions', {
              path: { studio: studio.slug, project: project.id },
              key,
              body: { title, note, fileId, stageId: null },
            })
            uploads.dismiss(done.key)
            await again()
            close()
          }}
        >
          <Field
            name="title"
            label={m.project_deliver_title()}
            hint={m.project_deliver_hint()}
            value={current ?? done.name.replace(/\.[^.]+$/, '')}
          />
          <Field name="note" label={m.project_deliver_note()}>
            {(id) => <textarea id={id} name="note" />}
          </Field>
        </Form>
      )}
    </Modal>
  )
}
