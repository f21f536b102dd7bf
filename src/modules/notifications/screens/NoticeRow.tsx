import { ActionIcon } from '@mantine/core'
import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import classes from './notices.module.css'

export type Notice = Api['GET /api/inbox']['answer']['items'][number]

/** One notice: what happened, when, and where it leads. */
export function NoticeRow({ notice, onOpen, onMark }: { notice: Notice; onOpen: () => void; onMark: () => void }) {
  const label = notice.readAt ? m.notices_mark_unread() : m.notices_mark_read()
  const Mark = notice.readAt ? IconCircle : IconCircleCheck
  return (
    <li className={`${classes.notice} ${notice.readAt ? classes.read : ''}`}>
      <span className={classes.dot} aria-hidden />
      <button type="button" className={classes.press} onClick={onOpen}>
        <span className={classes.title}>{notice.title}</span>
        {notice.body && <span className={classes.body}>{notice.body}</span>}
        <time className={classes.when} dateTime={notice.at}>
          {timeOf(notice.at)}
        </time>
      </button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={34}
        aria-label={`${label}: ${notice.title}`}
        title={label}
        onClick={onMark}
      >
        <Mark stroke={1.7} size={18} />
      </ActionIcon>
    </li>
  )
}

function timeOf(at: string): string {
  return new Intl.DateTimeFormat(getLocale(), { hour: 'numeric', minute: '2-digit' }).format(Date.parse(at))
}
