import {
  IconBuildingStore,
  IconChartBar,
  IconChecklist,
  IconCoins,
  IconHistory,
  IconLink,
  IconMail,
  IconScale,
  IconUsers,
} from '@tabler/icons-react'
import { Link, Outlet } from '@tanstack/react-router'
import { useMe } from '../../../web/app/me.tsx'
import { Preferences } from '../../../web/app/Preferences.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty } from '../../../web/ui/index.ts'
import { ConsoleBottom, type Place } from './ConsoleBottom.tsx'
import classes from './console.module.css'

const places: readonly Place[] = [
  { to: '/', label: m.console_dashboard, icon: IconChartBar },
  { to: '/audit', label: m.console_audit, icon: IconHistory },
  { to: '/disputes', label: m.disputes_title, icon: IconScale },
  { to: '/money', label: m.console_money, icon: IconCoins },
  { to: '/queue', label: m.console_queue, icon: IconChecklist },
  { to: '/studios', label: m.console_studios, icon: IconBuildingStore },
  { to: '/accounts', label: m.console_accounts, icon: IconUsers },
  { to: '/leads', label: m.console_leads, icon: IconMail },
  { to: '/chain', label: m.console_chain, icon: IconLink },
]

/** The operator's console: the rail, and the page beside it. */
export function Console() {
  const me = useMe()
  if (me.isPending) return <Bones />
  if (!me.data?.account.operator) return <Empty title={m.console_title()}>{m.console_failed()}</Empty>
  if (me.data.account.lacksSecondFactor) {
    return (
      <Empty title={m.console_factor_title()} action={<a href="/app/account">{m.console_factor_action()}</a>}>
        {m.console_factor_text()}
      </Empty>
    )
  }
  return (
    <div className="shell">
      <nav className="rail" aria-label={m.console_title()}>
        <a className={`switcher ${classes.home}`} href="/app">
          <span className="switcher__mark" aria-hidden>
            A
          </span>
          <strong>{m.console_title()}</strong>
        </a>
        {places.map(({ to, label, icon: Mark }) => (
          <Link key={to} className="nav" to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
            <Mark size={18} stroke={1.7} aria-hidden />
            {label()}
          </Link>
        ))}
        <Preferences />
      </nav>
      <main className="main">
        <Outlet />
      </main>
      <ConsoleBottom places={places} />
    </div>
  )
}
