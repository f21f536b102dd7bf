import { Link } from '@tanstack/react-router'
import { m } from '../../../web/generated/messages/messages.js'
import classes from './console.module.css'

const tabs: readonly { to: string; label: () => string }[] = [
  { to: '/money', label: m.console_wallets },
  { to: '/money/transfers', label: m.console_transfers },
  { to: '/money/holds', label: m.console_holds },
  { to: '/money/payouts', label: m.console_payouts },
  { to: '/money/commission', label: m.commission_title },
  { to: '/money/reconciliation', label: m.console_reconciliation },
]

/** The readings of all money, and the commission. */
export function MoneyTabs() {
  return (
    <nav className={classes.tabs} aria-label={m.console_money()}>
      {tabs.map(({ to, label }) => (
        <Link key={to} to={to} className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}>
          {label()}
        </Link>
      ))}
    </nav>
  )
}

/** Whose wallet: by name, or what it stands for. */
export function ownerName(owner: { ownerKind: string; ownerName: string | null }): string {
  if (owner.ownerName) return owner.ownerName
  return owner.ownerKind === 'gateway' ? m.console_gateway() : m.console_platform()
}

const kinds: Record<string, () => string> = {
  main: m.console_wallet_main,
  held: m.console_wallet_held,
  receivable: m.console_wallet_receivable,
  outgoing: m.console_wallet_outgoing,
}

/** A wallet's kind in the reader's language. */
export function walletKind(kind: string): string {
  return kinds[kind]?.() ?? kind
}
