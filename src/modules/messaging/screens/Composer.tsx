import { IconNote, IconSend } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { ApiProblem, call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { AttachButton, UploadDrop, UploadList, useUploads } from '../../files/screens/index.ts'
import classes from './chat.module.css'

interface Props {
  threadId: string
  projectId: string | undefined
  to: string
  sent: () => Promise<unknown>
}

/** Where one writes: text, files, and for the staff notes that the client never sees (R7). Nothing typed is lost. */
export function Composer({ threadId, projectId, to, sent }: Props) {
  const { studio, membershipId, role, permissions } = useProfile()
  const [text, setText] = useState('')
  const [id, setId] = useState(() => crypto.randomUUID())
  const [internal, setInternal] = useState(false)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState('')
  const uploads = useUploads({
    studio: studio.slug,
    profile: membershipId,
    subjectType: 'thread',
    subjectId: threadId,
  })
  const done = uploads.items.flatMap(({ key, status }) =>
    status.state === 'done' ? [{ key, fileId: status.fileId }] : [],
  )

  async function send(event?: FormEvent): Promise<void> {
    event?.preventDefault()
    if (busy || (text.trim() === '' && done.length === 0)) return
    setBusy(true)
    setWrong('')
    try {
      await call('POST /api/studios/{studio}/threads/{thread}/messages', {
        path: { studio: studio.slug, thread: threadId },
        body: { id, body: text, fileIds: done.map((one) => one.fileId), projectId: projectId ?? null, internal },
      })
      for (const { key } of done) uploads.dismiss(key)
      setText('')
      setId(crypto.randomUUID())
      await sent()
    } catch (error) {
      setWrong(error instanceof ApiProblem && error.status !== 0 ? error.message : m.offline())
    } finally {
      setBusy(false)
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }

  const label = role === 'client' ? m.chat_write_studio() : internal ? m.chat_write_note() : m.chat_write({ name: to })
  return (
    <div className={classes.writing}>
      <UploadDrop uploads={uploads}>
        <UploadList uploads={uploads} />
        {wrong && (
          <p className="wrong" role="alert">
            {wrong}
          </p>
        )}
        <form className={classes.composer} onSubmit={send} data-internal={internal}>
          <textarea
            rows={1}
            value={text}
            placeholder={label}
            aria-label={label}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={onKey}
          />
          {permissions.includes('files.upload') && <AttachButton uploads={uploads} />}
          {role !== 'client' && (
            <button
              type="button"
              className={classes.tool}
              aria-pressed={internal}
              aria-label={m.chat_note()}
              title={m.chat_note()}
              onClick={() => setInternal(!internal)}
            >
              <IconNote size={20} stroke={1.7} />
            </button>
          )}
          <button
            type="submit"
            className={classes.tool}
            aria-label={m.chat_send()}
            title={m.chat_send()}
            disabled={busy}
          >
            <IconSend size={20} stroke={1.7} />
          </button>
        </form>
      </UploadDrop>
    </div>
  )
}
