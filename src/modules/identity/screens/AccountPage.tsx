import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../../web/app/client.ts'
import { useMe } from '../../../web/app/me.tsx'
import { OwnWalletLink } from '../../../web/app/own-money.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Field, Form, Moment, Page, Pending } from '../../../web/ui/index.ts'
import { deviceName } from './device-name.ts'
import { SecondFactor } from './SecondFactor.tsx'

/** My account: name, zone, and where I am signed in (P9). */
export default function AccountPage() {
  const me = useMe()
  const queries = useQueryClient()
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => call('GET /api/sessions', {}) })
  if (!me.data) return <Pending of={me} />
  const { account } = me.data
  const end = async (session: string) => {
    await call('DELETE /api/sessions/{session}', { path: { session } })
    await queries.invalidateQueries({ queryKey: ['sessions'] })
  }
  return (
    <main className="main main--alone">
      <Page
        title={m.account_title()}
        actions={
          <>
            <OwnWalletLink />
            <Link className="btn" to="/">
              {m.account_back()}
            </Link>
          </>
        }
      >
        <div className="stack">
          <Form
            submit={m.app_save()}
            onSubmit={async (values) => {
              await call('PATCH /api/me', { body: { name: values.name ?? '', zone: values.zone ?? '' } })
              await queries.invalidateQueries({ queryKey: ['me'] })
            }}
          >
            <Field name="name" label={m.name()} value={account.name} autoComplete="name" />
            <Field name="zone" label={m.account_zone()}>
              {(id) => (
                <select id={id} name="zone" defaultValue={account.zone}>
                  {Intl.supportedValuesOf('timeZone').map((zone) => (
                    <option key={zone}>{zone}</option>
                  ))}
                </select>
              )}
            </Field>
          </Form>
          <SecondFactor operator={account.operator} />
          <section className="stack" aria-labelledby="sessions">
            <h2 id="sessions">{m.account_sessions()}</h2>
            <ul className="sheet list">
              {sessions.data?.items.map((session) => (
                <li key={session.id} className="row">
                  <span>
                    <span title={session.userAgent ?? ''}>{deviceName(session.userAgent) || m.account_device()}</span>
                    <br />
                    <span className="second">
                      {session.ip} · <Moment at={session.lastUsedAt} with="both" />
                    </span>
                  </span>
                  {session.current ? (
                    <span className="tag">{m.account_current()}</span>
                  ) : (
                    <button type="button" className="btn" onClick={() => end(session.id)}>
                      {m.account_end()}
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {(sessions.data?.items.length ?? 0) > 1 && (
              <div>
                <button type="button" className="btn" onClick={() => end('others')}>
                  {m.account_end_others()}
                </button>
              </div>
            )}
          </section>
        </div>
      </Page>
    </main>
  )
}
