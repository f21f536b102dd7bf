import { useProfile } from '../../../../web/app/me.tsx'
import { StudioLink } from '../../../../web/app/StudioLink.tsx'
import type { Api } from '../../../../web/generated/api.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { Empty, Moment, Pending } from '../../../../web/ui/index.ts'
import css from './today.module.css'
import type { useToday } from './use-today.ts'

type Session = Api['GET /api/studios/{studio}/schedule']['answer']['bookings'][number]

/** A text of the studio's in the reader's language, or in the other where there is none. */
export const inWords = ({ ru, en }: { ru: string; en: string }) => (getLocale() === 'en' ? en || ru : ru || en)

/** Today's sessions in their order: when, what, who, where; the one that is on is marked. */
export function Sessions({ of }: { of: ReturnType<typeof useToday>['sessions'] }) {
  const sessions = of.data
  if (!sessions) return <Pending of={of} />
  if (sessions.length === 0) {
    const schedule = (
      <StudioLink className="btn" to="schedule">
        {m.schedule_nav()}
      </StudioLink>
    )
    return (
      <div className="sheet">
        <Empty title={m.today_free()} action={schedule}>
          {m.today_free_text()}
        </Empty>
      </div>
    )
  }
  return (
    <ul className="sheet list">
      {sessions.map((session) => (
        <li key={session.id}>
          <Row session={session} />
        </li>
      ))}
    </ul>
  )
}

function Row({ session }: { session: Session }) {
  const { id, title, client, resources, startsAt, endsAt, state } = session
  const { zone } = useProfile().studio
  const now = Date.now()
  const isOn = state === 'confirmed' && Date.parse(startsAt) <= now && now < Date.parse(endsAt)
  return (
    <StudioLink className={`row ${css.session}`} to={`bookings/${id}`}>
      <span className={css.time}>
        <Moment at={startsAt} with="time" />
        <span className="second">
          {' – '}
          <Moment at={endsAt} with="time" studioZone={zone} />
        </span>
      </span>
      <span className={css.what}>
        <strong>{client?.name ?? inWords(title)}</strong>
        {client && <span> · {inWords(title)}</span>}
        <br />
        <span className="second">{resources.map(({ name }) => name).join(' · ')}</span>
      </span>
      <span className={css.state}>
        {isOn && <span className="tag tag--signal">{m.today_on()}</span>}
        {state === 'pending' && <span className="tag tag--signal">{m.booking_pending()}</span>}
        {state === 'held' && <span className="tag">{m.booking_held()}</span>}
        {state === 'completed' && <span className="tag">{m.booking_completed()}</span>}
        {state === 'no_show' && <span className="tag">{m.booking_no_show()}</span>}
      </span>
    </StudioLink>
  )
}
