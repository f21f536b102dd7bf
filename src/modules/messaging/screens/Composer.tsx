import { IconBolt, IconNote, IconSend } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { ApiProblem, call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { SignInAgain } from '../../../web/ui/index.ts'
import { AttachButton, UploadDrop, UploadList, useUploads } from '../../files/screens/index.ts'
import classes from './chat.module.css'
import { draftOf, keepDraft } from './draft.ts'
import { optionId, RepliesPicker } from './RepliesPicker.tsx'
import { type Reply, useReplies } from './use-replies.ts'

interface Props {
  threadId: string
  projectId: string | undefined
  to: string
  sent: () => Promise<unknown>
}

/** Where one writes: text, files, and for the staff notes that the client never sees (R7). Nothing typed is lost. */
export function Composer({ threadId, projectId, to, sent }: Props) {
  const { studio, membershipId, role, permissions } = useProfile()
  const draft = `${membershipId}.${threadId}.${projectId ?? ''}`
  const [text, setText] = useState(() => draftOf(draft))
  const [id, setId] = useState(() => crypto.randomUUID())
  const [internal, setInternal] = useState(false)
  // A note is not kept: it would come back as a message to the client.
  useEffect(() => keepDraft(draft, internal ? '' : text), [draft, internal, text])
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<unknown>()
  const [active, setActive] = useState(0)
  const [dismissed, setDismissed] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const list = useId()
  const staff = role !== 'client'
  const replies = useReplies(studio.slug, staff && permissions.includes('people.read'))
  // A slash and what follows it on the only line asks for a canned reply.
  const wanted = /^\/([^\n]*)$/.exec(text)?.[1]?.trim().toLocaleLowerCase()
  const picking = staff && !dismissed && wanted !== undefined && replies.data !== undefined
  const fitting = picking ? replies.data.filter(({ title }) => title.toLocaleLowerCase().includes(wanted)) : []
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
    setWrong(undefined)
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
      setWrong(error)
    } finally {
      setBusy(false)
    }
  }

  function write(next: string): void {
    setText(next)
    setActive(0)
    setDismissed(false)
  }

  function pick(reply: Reply): void {
    write(reply.body)
    field.current?.focus()
  }

  /** The keys of the list of replies while it is open; whether the key was one of them. */
  function onPickerKey(event: KeyboardEvent): boolean {
    const chosen = fitting[active]
    if (event.key === 'Escape') setDismissed(true)
    else if (event.key === 'ArrowDown') setActive(Math.min(active + 1, fitting.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0))
    else if (event.key === 'Enter' && !event.shiftKey && chosen) pick(chosen)
    else return false
    event.preventDefault()
    return true
  }

  function onKey(event: KeyboardEvent): void {
    if (picking && !event.nativeEvent.isComposing && onPickerKey(event)) return
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }

  const label = role === 'client' ? m.chat_write_studio() : internal ? m.chat_write_note() : m.chat_write({ name: to })
  return (
    <div className={classes.writing}>
      <UploadDrop uploads={uploads}>
        <UploadList uploads={uploads} />
        {wrong !== undefined && (
          <p className="wrong" role="alert">
            {wrong instanceof ApiProblem && wrong.status !== 0 ? wrong.message : m.offline()}
            <SignInAgain after={wrong} />
          </p>
        )}
        <form className={classes.composer} onSubmit={send} data-internal={internal}>
          {picking && <RepliesPicker id={list} replies={fitting} active={active} onPick={pick} />}
          <textarea
            ref={field}
            rows={1}
            value={text}
            placeholder={label}
            aria-label={label}
            {...(picking && {
              'aria-controls': list,
              'aria-activedescendant': fitting[active] ? optionId(list, active) : undefined,
            })}
            onChange={(event) => write(event.currentTarget.value)}
            onKeyDown={onKey}
          />
          {staff && replies.data && (
            <button
              type="button"
              className={classes.tool}
              aria-expanded={picking}
              aria-label={m.replies_pick()}
              title={m.replies_pick()}
              onClick={() => {
                if (picking) write('')
                else if (text === '' || text.startsWith('/')) write('/')
                field.current?.focus()
              }}
            >
              <IconBolt size={20} stroke={1.7} />
            </button>
          )}
          {permissions.includes('files.upload') && <AttachButton uploads={uploads} />}
          {staff && (
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
