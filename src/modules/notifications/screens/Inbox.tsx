import { IconAdjustments, IconChecks } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { Chip, Empty, Page, Pending } from '../../../web/ui/index.ts'
import { type Notice, NoticeRow } from './NoticeRow.tsx'
import classes from './notices.module.css'
import { useInbox, useMarkRead, useUnread } from './use-inbox.ts'

/** What concerned this profile, the newest first, live (P16). */
export default function Inbox() {
  const { membershipId, studio } = useProfile()
  const [show, setShow] = useState<'all' | 'unread'>('all')
  const inbox = useInbox(membershipId, show)
  const mark = useMarkRead()
  const unread = useUnread().data?.profiles.find((profile) => profile.membershipId === membershipId)?.unread ?? 0
  const go = useNavigate()
  const notices = inbox.data?.pages.flatMap((page) => page.items) ?? []
  const open = (notice: Notice) => {
    if (!notice.readAt) mark.mutate({ ids: [notice.id], read: true })
    if (notice.link) void go({ to: `/${studio.slug}${notice.link}` })
  }

  const settings: string = `/${studio.slug}/notifications/settings`
  const actions = (
    <>
      <Link className="btn" to={settings}>
        <IconAdjustments stroke={1.7} size={18} aria-hidden />
        {m.notices_settings()}
      </Link>
      <button
        type="button"
        className="btn"
        disabled={unread === 0 || mark.isPending}
        onClick={() => mark.mutate({ read: true })}
      >
        <IconChecks stroke={1.7} size={18} aria-hidden />
        {m.notices_read_all()}
      </button>
    </>
  )
  return (
    <Page title={m.notices_title()} actions={actions}>
      <div className="chips">
        <Chip on={show === 'all'} press={() => setShow('all')} label={m.notices_all()} />
        <Chip on={show === 'unread'} press={() => setShow('unread')} label={m.notices_unread()} />
      </div>
      {mark.isError && (
        <p className="wrong wrong--form" role="alert">
          {mark.error.message}
        </p>
      )}
      {!inbox.data && <Pending of={inbox} rows={6} />}
      {inbox.isSuccess && notices.length === 0 && (
        <Empty title={show === 'unread' ? m.notices_empty_unread() : m.notices_empty_title()}>
          {m.notices_empty_lead()}
        </Empty>
      )}
      {byDay(notices).map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <h2 className={classes.day}>{day}</h2>
          <ul className="list sheet">
            {ofDay.map((notice) => (
              <NoticeRow
                key={notice.id}
                notice={notice}
                onOpen={() => open(notice)}
                onMark={() => mark.mutate({ ids: [notice.id], read: !notice.readAt })}
              />
            ))}
          </ul>
        </section>
      ))}
      {inbox.hasNextPage && (
        <div className={classes.more}>
          <button
            type="button"
            className="btn"
            disabled={inbox.isFetchingNextPage}
            onClick={() => void inbox.fetchNextPage()}
          >
            {m.notices_more()}
          </button>
        </div>
      )}
    </Page>
  )
}

function byDay(notices: readonly Notice[]): [string, Notice[]][] {
  const format = new Intl.DateTimeFormat(getLocale(), { weekday: 'long', day: 'numeric', month: 'long' })
  return [...Map.groupBy(notices, (notice) => format.format(Date.parse(notice.at)))]
}
