import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMe } from '../../../web/app/me.tsx'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Moment, Money, Pending } from '../../../web/ui/index.ts'
import classes from './sums.module.css'

type Wallet = Api['GET /api/wallets']['answer']['items'][number]
type OpenHold = Api['GET /api/wallets/holds']['answer']['items'][number]

interface Props {
  /** The studio whose wallet it is; nothing for a person's own. */
  studio: string | undefined
  wallet: Wallet | undefined
  currency: Wallet['currency']
}

/** What is available and what is held, each opened to what it is made of (R13, X5). */
export function Sums({ studio, wallet, currency }: Props) {
  const zero = { amountMinor: '0', currency }
  return (
    <div className="columns">
      <Sum
        label={m.wallet_available()}
        value={<Money value={wallet?.available ?? zero} sum />}
        made={<Available studio={studio} currency={currency} />}
      >
        {wallet && wallet.leaving.amountMinor !== '0' && (
          <div className="second">
            {m.wallet_leaving()}: {amountText(wallet.leaving)}
          </div>
        )}
      </Sum>
      <Sum
        label={m.wallet_held()}
        value={<Money value={wallet?.held ?? zero} sum quiet />}
        made={<Holds studio={studio} currency={currency} />}
      >
        {wallet && wallet.owed.amountMinor !== '0' && (
          <div className="out">
            {m.wallet_owed()}: {amountText(wallet.owed)}
          </div>
        )}
      </Sum>
    </div>
  )
}

interface SumProps {
  label: string
  value: ReactNode
  /** What it is made of: asked for when it is opened. */
  made: ReactNode
  children: ReactNode
}

function Sum({ label, value, made, children }: SumProps) {
  const [open, setOpen] = useState(false)
  return (
    <section className="sheet sheet--padded" aria-label={label}>
      <button type="button" className={classes.sum} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="label">{label}</span>
        <span>
          {value}
          <IconChevronRight className={classes.turn} size={17} stroke={1.7} aria-hidden />
        </span>
      </button>
      {children}
      {open && made}
    </section>
  )
}

/** All that came in and went out, which is what the statement's lines add up to. */
function Available({ studio, currency }: Omit<Props, 'wallet'>) {
  const sums = useQuery({
    queryKey: ['statement', studio ?? false, 'sums', { currency }],
    queryFn: () =>
      studio
        ? call('GET /api/studios/{studio}/wallets/statement/sums', { path: { studio }, query: { currency } })
        : call('GET /api/wallets/statement/sums', { query: { currency } }),
  })
  if (!sums.data) return <Pending of={sums} rows={2} />
  const { main } = sums.data
  return (
    <div className={classes.made}>
      <dl>
        <dt>{m.wallet_in()}</dt>
        <dd>
          <Money value={main.in} />
        </dd>
        <dt>{m.wallet_out()}</dt>
        <dd>
          <Money value={main.out} />
        </dd>
      </dl>
      <p className="second">{m.wallet_made_of()}</p>
    </div>
  )
}

function Holds({ studio, currency }: Omit<Props, 'wallet'>) {
  const open = useQuery({
    queryKey: ['wallets', 'holds', studio ?? false],
    queryFn: () =>
      studio
        ? call('GET /api/studios/{studio}/wallets/holds', { path: { studio } })
        : call('GET /api/wallets/holds', {}),
  })
  if (!open.data) return <Pending of={open} rows={2} />
  const holds = open.data.items.filter(({ left }) => left.currency === currency)
  if (holds.length === 0) return <p className={`second ${classes.made}`}>{m.wallet_held_none()}</p>
  return (
    <ul className={classes.made}>
      {holds.map((hold) => (
        <li key={hold.id} className={classes.hold}>
          <span>
            <HeldFor hold={hold} />
            <br />
            <span className="second">
              <Moment at={hold.heldAt} with="near" />
            </span>
          </span>
          <Money value={hold.left} />
        </li>
      ))}
    </ul>
  )
}

const PLACES: Readonly<Record<string, string>> = { project: 'projects', booking: 'bookings' }

/** What the money waits for, with the way there; in the studio in which it waits. */
function HeldFor({ hold }: { hold: OpenHold }) {
  const me = useMe()
  const there = me.data?.profiles.find(({ studio }) => studio.id === hold.studioId)?.studio.slug
  const place = PLACES[hold.subject.type]
  if (!there || !place) return <>{hold.note}</>
  return (
    <Link to="/$studio/$" params={{ studio: there, _splat: `${place}/${hold.subject.id}` }}>
      {hold.note}
    </Link>
  )
}
