import { ActionIcon, Progress } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountOf, timeOf } from './amounts.ts'
import type { UploadItem } from './upload-shelf.ts'
import classes from './uploads.module.css'
import type { Uploads } from './use-uploads.ts'

/** The uploads of a target, each with how far it is, what is left, and what can be done. Nothing while there are none. */
export function UploadList({ uploads }: { uploads: Uploads }) {
  return (
    <>
      {uploads.unfinished.map((name) => (
        <p key={name} className="second" role="status">
          {m.files_unfinished({ name })}
        </p>
      ))}
      {uploads.items.length > 0 && (
        <ul className={classes.list} aria-label={m.files_list()}>
          {uploads.items.map((item) => (
            <UploadRow key={item.key} item={item} uploads={uploads} />
          ))}
        </ul>
      )}
    </>
  )
}

function UploadRow({ item, uploads }: { item: UploadItem; uploads: Uploads }) {
  const { key, name, bytes, status } = item
  const sentBytes = sentOf(item)
  return (
    <li className={classes.row} data-state={status.state}>
      <span className={classes.name}>{name}</span>
      <span className={classes.actions}>
        {status.state === 'sending' && (
          <Action label={m.files_pause({ name })} icon={<IconPlayerPause />} onClick={() => uploads.pause(key)} />
        )}
        {status.state === 'paused' && (
          <Action label={m.files_resume({ name })} icon={<IconPlayerPlay />} onClick={() => uploads.resume(key)} />
        )}
        {status.state === 'done' || status.state === 'failed' ? (
          <Action label={m.files_dismiss({ name })} icon={<IconX />} onClick={() => uploads.dismiss(key)} />
        ) : (
          <Action label={m.files_cancel({ name })} icon={<IconX />} onClick={() => uploads.cancel(key)} />
        )}
      </span>
      <span className={classes.state} role={status.state === 'failed' ? 'alert' : undefined}>
        {wordsOf(item)}
      </span>
      {status.state !== 'failed' && (
        <Progress
          className={classes.progress}
          size={3}
          color={status.state === 'sending' ? 'var(--amber)' : 'var(--line-strong)'}
          value={bytes === 0 ? 100 : (sentBytes / bytes) * 100}
          aria-label={name}
        />
      )}
    </li>
  )
}

function Action({ label, icon, onClick }: { label: string; icon: React.ReactNode; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </ActionIcon>
  )
}

function sentOf({ status, bytes }: UploadItem): number {
  if (status.state === 'done') return bytes
  return 'sentBytes' in status ? status.sentBytes : 0
}

function wordsOf(item: UploadItem): string {
  const { status, bytes } = item
  const locale = getLocale()
  const amounts = { sent: amountOf(sentOf(item), locale), total: amountOf(bytes, locale) }
  switch (status.state) {
    case 'waiting':
      return m.files_waiting()
    case 'sending': {
      const left = status.secondsLeft === undefined ? [] : [m.files_left({ time: timeOf(status.secondsLeft, locale) })]
      return [m.files_sending(amounts), ...left].join(' · ')
    }
    case 'paused':
      return m.files_paused(amounts)
    case 'interrupted':
      return m.files_interrupted(amounts)
    case 'done':
      return m.files_done(amounts)
    case 'failed':
      return status.sentence ?? m.files_failed()
  }
}
