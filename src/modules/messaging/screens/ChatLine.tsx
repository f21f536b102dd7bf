import { IconLock } from '@tabler/icons-react'
import Linkify from 'linkify-react'
import type { ReactNode } from 'react'
import { useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { Moment, Portrait } from '../../../web/ui/index.ts'
import { amountOf } from '../../files/screens/index.ts'
import classes from './chat.module.css'
import type { ChatMessage } from './chat-message.ts'
import { fileAddress } from './file-address.ts'
import { noticeWords } from './notice-words.ts'

/** What was said may lead out of the platform: there it knows nothing of where it was said. A file's name is no address. */
const LINKS = {
  ...{ target: '_blank', rel: 'noopener noreferrer nofollow', defaultProtocol: 'https' },
  validate: { url: (written: string) => /^(https?:\/\/|www\.)/i.test(written) },
}

interface Props {
  message: ChatMessage
  author: { id: string; name: string } | undefined
  card?: ReactNode
  /** Away from the projects: what happened in one leads there. */
  away?: boolean
}

/** One thing that was said, or that happened. */
export function ChatLine({ message, author, card, away = false }: Props) {
  const name = author?.name ?? m.chat_platform()
  return (
    <li className={classes.line} data-internal={message.internal}>
      <span aria-hidden="true">
        <Portrait id={author?.id ?? 'platform'} name={name} />
      </span>
      <div className={classes.said}>
        <div className={classes.head}>
          <strong>{name}</strong>{' '}
          <span className="second">
            <Moment at={message.sentAt} with="both" />
            {message.editedAt && ` · ${m.chat_edited()}`}
          </span>
          {message.internal && <span className="tag">{m.chat_internal()}</span>}
        </div>
        {message.notice && <p className={classes.notice}>{noticeWords(message.notice, message.values)}</p>}
        {message.body && (
          <p className={classes.body}>
            <Linkify options={LINKS}>{message.body}</Linkify>
          </p>
        )}
        {message.files.map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
        {card}
        {away && message.notice && message.projectId && (
          <StudioLink className="second" to={`projects/${message.projectId}`}>
            {m.chat_to_project()}
          </StudioLink>
        )}
      </div>
    </li>
  )
}

/** A file in the chat; while the original is in safe keeping it says so (R10). */
export function FileCard({ file }: { file: ChatMessage['files'][number] }) {
  const { studio, membershipId } = useProfile()
  const size = amountOf(file.bytes, getLocale())
  if (file.right === 'preview') {
    return (
      <div className={classes.file}>
        <IconLock size={18} stroke={1.7} color="var(--amber)" aria-hidden />
        <span>
          <strong>{file.name}</strong> <span className="second">· {size}</span>
          <br />
          <span className="second">{m.chat_locked()}</span>
        </span>
      </div>
    )
  }
  return (
    <a className={classes.file} href={fileAddress(studio.slug, membershipId, file.id, 'content')} download={file.name}>
      <span>
        <strong>{file.name}</strong> <span className="second">· {size}</span>
      </span>
    </a>
  )
}
