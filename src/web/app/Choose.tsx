import { Link, Navigate } from '@tanstack/react-router'
import { m } from '../generated/messages/messages.js'
import { Bones } from '../ui/index.ts'
import { useMe } from './me.tsx'
import { roleName } from './role-name.ts'

/** Which profile to work as (P5). One: no question asked. None: a studio is begun. */
export function Choose() {
  const me = useMe()
  if (!me.data) return <Bones />
  const { profiles, account } = me.data
  const only = profiles.length === 1 ? profiles[0] : undefined
  if (only)
    return <Navigate to="/$studio" params={{ studio: only.studio.slug }} search={{ as: only.membershipId }} replace />
  if (profiles.length === 0) return <Navigate to="/new" replace />
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
                <strong>{profile.studio.name}</strong>
                <span className="second">{roleName(profile.role)}</span>
              </Link>
            </li>
          ))}
        </ul>
        <div>
          <Link className="btn" to="/new">
            {m.app_new_studio()}
          </Link>
        </div>
      </div>
    </main>
  )
}
