import { call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Moment } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import { BlockDeed } from './BlockDeed.tsx'
import classes from './console.module.css'
import { SearchedList } from './SearchedList.tsx'

type Studio = Api['GET /api/console/studios']['answer']['items'][number]

const states = { active: m.console_state_active, read_only: m.console_state_read_only }

/** All studios of the platform; closed, and opened again (P20). */
export default function StudiosPage() {
  return (
    <SearchedList
      name="studios"
      title={m.console_studios()}
      fetchPage={(query) => call('GET /api/console/studios', { query })}
      row={(studio) => (
        <>
          <div>
            <a className={classes.open} href={`/s/${studio.slug}`}>
              {studio.name}
            </a>{' '}
            {studio.blocked !== null && <span className="tag tag--signal">{m.console_shut()}</span>}
            <p className="second">
              {studio.slug} · {states[studio.state]()} ·{' '}
              {m.console_people_count({ members: studio.members, clients: studio.clients })}
            </p>
            {studio.blocked !== null && <p>{m.console_why({ reason: studio.blocked })}</p>}
          </div>
          <div className={classes.deeds}>
            <Moment at={studio.createdAt} /> <AuditLink filters={{ studioId: studio.id }} />
            <Deed studio={studio} />
          </div>
        </>
      )}
    />
  )
}

function Deed({ studio: { id, name, blocked } }: { studio: Studio }) {
  const path = { studio: id }
  return blocked === null ? (
    <BlockDeed
      label={m.console_close_studio()}
      name={name}
      title={m.console_block_studio({ name })}
      note={m.console_block_studio_note()}
      done={m.console_done_shut({ name })}
      onDo={(reason, key) => call('POST /api/console/studios/{studio}/block', { path, key, body: { reason } })}
    />
  ) : (
    <BlockDeed
      label={m.console_open_studio()}
      name={name}
      title={m.console_unblock_studio({ name })}
      note={m.console_unblock_studio_note()}
      done={m.console_done_opened({ name })}
      onDo={(reason, key) => call('POST /api/console/studios/{studio}/restoration', { path, key, body: { reason } })}
    />
  )
}
