import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import type { Filters } from './address.ts'
import { Changes } from './Changes.tsx'
import classes from './console.module.css'
import { actorName, type Entry, exactTime, studioName } from './EventTable.tsx'

interface Props {
  entry: Entry
  onClose: () => void
  onFilter: (filters: Filters) => void
}

/** One entry: who, as which profile, when, from where, what was before and after, and its seal. */
export function EventDetail({ entry, onClose, onFilter }: Props) {
  const { actor, subject } = entry
  const { accountId } = actor
  const path = { studioId: entry.studioId, eventId: entry.id }
  const detail = useQuery({
    queryKey: ['console', 'event', entry.id],
    queryFn: () => call('GET /api/console/events/{studioId}/{eventId}', { path }),
  })
  return (
    <aside className={`sheet ${classes.detail}`} aria-label={entry.name}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={m.console_close()}
        onClick={onClose}
        style={{ float: 'right' }}
      >
        <IconX stroke={1.7} size={18} />
      </ActionIcon>
      <h2>{entry.name}</h2>
      <time className="second" dateTime={entry.at}>
        {exactTime(entry.at)}
      </time>
      <dl className={classes.facts}>
        <dt>{m.console_actor()}</dt>
        <dd>
          {actorName(entry)} {actor.email && <span className="second">{actor.email}</span>}
        </dd>
        {actor.profile && (
          <>
            <dt>{m.console_profile()}</dt>
            <dd>
              {actor.profile} · {actor.role}
            </dd>
          </>
        )}
        <dt>{m.console_studio()}</dt>
        <dd>{studioName(entry)}</dd>
        <dt>{m.console_object()}</dt>
        <dd>
          {subject.type} <span className="second">{subject.id}</span>
        </dd>
        {entry.ip && (
          <>
            <dt>{m.console_from_where()}</dt>
            <dd>
              {entry.ip} <span className="second">{entry.userAgent}</span>
            </dd>
          </>
        )}
        <dt>{m.console_request()}</dt>
        <dd className="second">{entry.requestId}</dd>
      </dl>
      <div className={classes.actions}>
        {accountId && (
          <button type="button" className="btn" onClick={() => onFilter({ accountId })}>
            {m.console_only_actor()}
          </button>
        )}
        <button type="button" className="btn" onClick={() => onFilter({ subjectId: subject.id })}>
          {m.console_only_object()}
        </button>
      </div>
      <Changes before={entry.before} after={entry.after} />
      <h3>{m.console_payload()}</h3>
      <pre className={classes.code}>{JSON.stringify(entry.payload, null, 2)}</pre>
      {detail.data && (
        <p className={classes.hash}>
          {detail.data.seal
            ? `${m.console_seal({ position: detail.data.seal.position })}: ${detail.data.seal.hash}`
            : m.console_unsealed()}
        </p>
      )}
    </aside>
  )
}
