import { useProfile } from '../../../../web/app/me.tsx'
import { StudioLink } from '../../../../web/app/StudioLink.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { Money, Page, Pending } from '../../../../web/ui/index.ts'
import { Sessions } from './Sessions.tsx'
import css from './today.module.css'
import { useToday } from './use-today.ts'
import { Waiting } from './Waiting.tsx'

/** The day of whoever works here: who comes when, what waits for an answer, what came in. */
export default function TodayPage() {
  const { permissions } = useProfile()
  const today = useToday()
  const day = new Intl.DateTimeFormat(getLocale(), { weekday: 'long', day: 'numeric', month: 'long' })
  return (
    <Page
      title={m.today_title()}
      kind={day.format(new Date())}
      aside={permissions.includes('money.read') && <Takings of={today.takings} />}
    >
      <section className={css.part} aria-labelledby="today-sessions">
        <h2 id="today-sessions">{m.today_sessions()}</h2>
        <Sessions of={today.sessions} />
      </section>
      <section className={css.part} aria-labelledby="today-waiting">
        <h2 id="today-waiting">{m.today_waiting()}</h2>
        <Waiting today={today} />
      </section>
    </Page>
  )
}

function Takings({ of }: { of: ReturnType<typeof useToday>['takings'] }) {
  const takings = of.data
  return (
    <section className={css.money} aria-labelledby="today-money">
      <h2 id="today-money">{m.today_money()}</h2>
      {takings ? (
        <dl>
          <dt className="label">{m.today_day()}</dt>
          <dd>
            <Money value={takings.day} sum />
          </dd>
          <dt className="label">{m.today_month()}</dt>
          <dd>
            <Money value={takings.month} sum quiet />
          </dd>
        </dl>
      ) : (
        <Pending of={of} shape="cards" rows={2} />
      )}
      <p className="second">{m.today_money_note()}</p>
      <StudioLink className="btn" to="wallet">
        {m.wallet_title()}
      </StudioLink>
    </section>
  )
}
