import { Menu } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSelector } from '@tabler/icons-react'
import { Link, Outlet, useLocation, useMatches, useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { m } from '../generated/messages/messages.js'
import { Pending, StudioMark } from '../ui/index.ts'
import { Bottom } from './Bottom.tsx'
import { BrandColour } from './BrandColour.tsx'
import { actAs, call } from './client.ts'
import { Find } from './Find.tsx'
import { Refused } from './Lost.tsx'
import { Missing } from './Missing.tsx'
import { worksNow } from './may.ts'
import { type Profile, ProfileProvider, useMe } from './me.tsx'
import { screenModules } from './modules.ts'
import { Preferences } from './Preferences.tsx'
import { roleName } from './role-name.ts'
import { StudioLink } from './StudioLink.tsx'

/** A studio's part of the app, as one of my profiles there: the rail, and the screen beside it. */
export function Studio() {
  const { studio } = useParams({ from: '/$studio' })
  const { as } = useSearch({ strict: false }) as { as?: string }
  const me = useMe()
  if (!me.data) return <Pending of={me} />
  const here = me.data.profiles.filter((profile) => profile.studio.slug === studio)
  const kept = sessionStorage.getItem(`as:${studio}`)
  const profile =
    here.find((one) => one.membershipId === as) ?? here.find((one) => one.membershipId === kept) ?? here[0]
  if (!profile) return <Missing studio={studio} />
  return <Working key={profile.membershipId} profile={profile} profiles={me.data.profiles} />
}

function Working({ profile, profiles }: { profile: Profile; profiles: readonly Profile[] }) {
  actAs(profile.membershipId)
  useEffect(() => {
    sessionStorage.setItem(`as:${profile.studio.slug}`, profile.membershipId)
    const chosen = { path: { studio: profile.studio.slug }, body: { membershipId: profile.membershipId } }
    call('PUT /api/studios/{studio}/me/active-profile', chosen).catch(() => undefined)
  }, [profile])
  const entries = screenModules
    .flatMap((module) => module.nav)
    .filter((entry) => !entry.permission || profile.permissions.includes(entry.permission))
  const asked = useMatches({ select: (matches) => matches.at(-1)?.staticData.permission })
  const mayShow = !asked || profile.permissions.includes(asked)
  const { history } = useRouter()
  useHotkeys(
    entries
      .slice(0, 9)
      .map(({ to }, index) => [
        `alt+Digit${index + 1}`,
        () => history.push(`/app/${profile.studio.slug}/${to}`),
        { usePhysicalKeys: true },
      ]),
  )
  return (
    <ProfileProvider value={profile}>
      <BrandColour studio={profile.studio.slug} />
      <div className="shell">
        <nav className="rail" aria-label={m.app_menu()}>
          <Switcher profile={profile} profiles={profiles} />
          <Find />
          {entries.map((entry) => (
            <StudioLink key={entry.to} className="nav" to={entry.to}>
              <entry.icon size={18} stroke={1.7} aria-hidden />
              {entry.label()}
              {entry.Badge && <entry.Badge />}
            </StudioLink>
          ))}
          <Preferences />
        </nav>
        <main className="main">
          <ReadOnlyStrip profile={profile} />
          {mayShow ? <Outlet /> : <Refused />}
        </main>
        <Bottom entries={entries} />
      </div>
    </ProfileProvider>
  )
}

/** A studio that can only be looked at says so on every screen but the one that tells more, and its owner why. */
function ReadOnlyStrip({ profile }: { profile: Profile }) {
  const isThere = useLocation({ select: ({ pathname }) => pathname.endsWith('/subscription') })
  if (worksNow(profile) || isThere) return null
  const mayPay = profile.permissions.includes('subscription.manage')
  return (
    <section className="strip" aria-label={m.readonly_title()}>
      <p>{mayPay ? m.readonly_strip() : m.readonly_strip_others()}</p>
      {mayPay && (
        <StudioLink className="btn" to="subscription">
          {m.readonly_pay()}
        </StudioLink>
      )}
    </section>
  )
}

function Switcher({ profile, profiles }: { profile: Profile; profiles: readonly Profile[] }) {
  return (
    <Menu width={280}>
      <Menu.Target>
        <button type="button" className="switcher" aria-label={m.app_switch()}>
          <StudioMark studio={profile.studio} />
          <span>
            <strong>{profile.studio.name}</strong>
            <small>
              {profile.displayName} · {profile.title || roleName(profile.role)}
            </small>
          </span>
          <IconSelector size={16} stroke={1.7} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {profiles.map((one) => (
          <Menu.Item
            key={one.membershipId}
            component={Link}
            to="/$studio"
            params={{ studio: one.studio.slug } as never}
            search={{ as: one.membershipId } as never}
          >
            <span className="choice">
              <StudioMark studio={one.studio} size={24} />
              <span>
                {one.studio.name} <span className="second">{roleName(one.role)}</span>
              </span>
            </span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/new">
          {m.app_new_studio()}
        </Menu.Item>
        <Menu.Item component={Link} to="/account">
          {m.app_account()}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
