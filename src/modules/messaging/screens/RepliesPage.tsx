import { Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty, Field, Form, Page, toast, toastFailure } from '../../../web/ui/index.ts'
import classes from './replies.module.css'
import { type Reply, useReplies } from './use-replies.ts'

/** The answers that the studio gives often: written, mended, removed and taken back (R7). */
export default function RepliesPage() {
  const { studio } = useProfile()
  const may = useMay('messages.moderate')
  const queries = useQueryClient()
  const replies = useReplies(studio.slug)
  const [edited, setEdited] = useState<Reply | 'new'>()
  const path = { studio: studio.slug }
  const again = () => queries.invalidateQueries({ queryKey: ['canned-replies', studio.slug] })
  const add = ({ title, body }: Omit<Reply, 'id'>) =>
    call('POST /api/studios/{studio}/canned-replies', { path, body: { title, body } }).then(again)
  async function remove(reply: Reply): Promise<void> {
    try {
      await call('DELETE /api/studios/{studio}/canned-replies/{reply}', { path: { ...path, reply: reply.id } })
      await again()
      toast(m.replies_removed({ title: reply.title }), () => add(reply))
    } catch (error) {
      toastFailure(error)
    }
  }
  return (
    <Page
      title={m.replies_title()}
      crumbs={[
        <StudioLink key="messages" to="messages">
          {m.chat_title()}
        </StudioLink>,
        m.replies_title(),
      ]}
      actions={
        may && (
          <button type="button" className="btn btn--ink" onClick={() => setEdited('new')}>
            {m.replies_new()}
          </button>
        )
      }
    >
      <p className={classes.lead}>{m.replies_lead()}</p>
      {replies.isPending && <Bones rows={4} />}
      {replies.error && (
        <p className="wrong wrong--form" role="alert">
          {replies.error.message}
        </p>
      )}
      {replies.data?.length === 0 && <Empty title={m.replies_none()}>{m.replies_none_text()}</Empty>}
      {replies.data && replies.data.length > 0 && (
        <ul className="list sheet" aria-label={m.replies_list()}>
          {replies.data.map((reply) => (
            <li key={reply.id} className={`row ${classes.reply}`}>
              <div>
                <strong>{reply.title}</strong>
                <p className={classes.text}>{reply.body}</p>
              </div>
              {may && (
                <div className={classes.deeds}>
                  <button
                    type="button"
                    className="btn"
                    aria-label={`${m.replies_edit()}: ${reply.title}`}
                    onClick={() => setEdited(reply)}
                  >
                    {m.replies_edit()}
                  </button>
                  <button
                    type="button"
                    className="btn"
                    aria-label={`${m.replies_remove()}: ${reply.title}`}
                    onClick={() => void remove(reply)}
                  >
                    {m.replies_remove()}
                  </button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {edited && (
        <Modal opened onClose={() => setEdited(undefined)} title={edited === 'new' ? m.replies_new() : edited.title}>
          <Form
            submit={m.replies_save()}
            onSubmit={async ({ title = '', body = '' }) => {
              if (edited === 'new') await add({ title, body })
              else {
                await call('PUT /api/studios/{studio}/canned-replies/{reply}', {
                  path: { ...path, reply: edited.id },
                  body: { title, body },
                })
                await again()
              }
              setEdited(undefined)
            }}
          >
            <Field
              name="title"
              label={m.replies_name()}
              hint={m.replies_name_hint()}
              value={edited === 'new' ? '' : edited.title}
            />
            <Field name="body" label={m.replies_text()}>
              {(id, invalid) => (
                <textarea
                  id={id}
                  name="body"
                  rows={6}
                  maxLength={4000}
                  defaultValue={edited === 'new' ? '' : edited.body}
                  aria-invalid={invalid}
                  aria-describedby={`${id}-note`}
                />
              )}
            </Field>
          </Form>
        </Modal>
      )}
    </Page>
  )
}
