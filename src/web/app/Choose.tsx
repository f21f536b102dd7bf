import { Link, Navigate } from '@tanstack/react-router'
import { m } from '../generated/messages/messages.js'
import { Pending, StudioMark } from '../ui/index.ts'
import { useMe } from './me.tsx'
import { OwnWalletLink, useOwnMoney } from './own-money.tsx'
import { roleName } from './role-name.ts'

/** Which profile to work as (P5). One: no question asked. None: a studio is begun, or the own money is left to take out. */
export function Choose() {
  const me = useMe()
  if (!me.data) return <Pending of={me} />
  const { profiles, account } = me.data
  const only = profiles.length === 1 ? profiles[0] : undefined
  if (only)
    return <Navigate to="/$studio" params={{ studio: only.studio.slug }} search={{ as: only.membershipId }} replace />
  if (profiles.length === 0) return <WithoutStudio />
  return (
    <main className="middle">
      <div className="stack">
        <h1>{m.app_choose_title({ name: account.name })}</h1>
        <ul className="sheet list">
          {profiles.map((profile) => (
            <li key={profile.membershipId}>
              <Link
                className="row"
                style={{ textDecoration: 'none' }}
                to="/$studio"
                params={{ studio: profile.studio.slug }}
                search={{ as: profile.membershipId }}
              >
                <span className="choice">
                  <StudioMark studio={profile.studio} />
                  <strong>{profile.studio.name}</strong>
                </span>
                <span className="second">{roleName(profile.role)}</span>
              </Link>
            </li>
          ))}
        </ul>
        <div>
          <NewStudio />
        </div>
      </div>
    </main>
  )
}

/** Without a profile anywhere: a studio is begun, unless there is money of somebody who left the last one (R13). */
function WithoutStudio() {
  const money = useOwnMoney()
  if (money.data === undefined) return <Pending of={money} />
  if (!money.data) return <Navigate to="/new" replace />
  return (
    <main className="middle">
      <div className="stack">
        <h1>{m.app_nowhere_title()}</h1>
        <p className="second">{m.app_nowhere_text()}</p>
        <div className="chips">
          <OwnWalletLink />
          <NewStudio />
        </div>
      </div>
    </main>
  )
}

function NewStudio() {
  return (
    <Link className="btn" to="/new">
      {m.app_new_studio()}
    </Link>
  )
}
