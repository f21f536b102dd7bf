import { IconCircleCheckFilled, IconCircleDashed, IconLock, IconLockOpen } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { Moment, Money, type Share, SplitBar, shareText } from '../../../web/ui/index.ts'
import { amountOf } from '../../files/screens/index.ts'
import { Closing } from './Closing.tsx'
import classes from './project.module.css'
import { nameIn, type Project } from './use-project.ts'
import { dayWords, roundsWords } from './words.ts'

interface Props {
  project: Project
  again: () => Promise<unknown>
}

/** The money that waits, what releases it, and how it will be divided, by the terms of the day of purchase (R11, R16). */
export function Held({ project, again }: Props) {
  const [held] = project.held
  const first = project.purchases[0]
  const offer = project.offers.find((one) => one.id === first?.offerId)
  const settled = first && !held && (project.state === 'completed' || project.state === 'cancelled')
  const paidOut = settled ? sum(project, 'paid') : undefined
  const back = settled && {
    [m.held_returned()]: sum(project, 'returned'),
    [m.held_refunded()]: sum(project, 'refunded'),
  }
  const shown = held ?? paidOut
  const divides = held !== undefined || (paidOut !== undefined && paidOut.amountMinor !== '0')
  return (
    <div className={classes.held}>
      <section aria-label={m.held_title()}>
        <div className="label">{paidOut ? m.held_paid_out() : m.held_title()}</div>
        {shown ? <Money value={shown} sum short /> : <p className="second">{m.held_none()}</p>}
        {first && (
          <p className="second">
            {m.held_paid({ name: nameIn(project, project.client) })} <Moment at={first.boughtAt} />
            {offer && ` · ${m.held_offer({ number: offer.number })}`}
          </p>
        )}
        {first && <p className={`second ${classes.sentence}`}>{roundsWords(project)}</p>}
      </section>
      {Object.entries(back || {}).map(
        ([label, value]) =>
          value.amountMinor !== '0' && (
            <section key={label} aria-label={label}>
              <div className="label">{label}</div>
              <Money value={value} sum short />
            </section>
          ),
      )}
      {first && <Checklist project={project} />}
      {divides && <Split project={project} />}
      <Closing project={project} again={again} />
    </div>
  )
}

function Checklist({ project }: { project: Project }) {
  const versions = project.deliverables.flatMap((one) => one.versions.at(-1) ?? [])
  const heard = versions.length > 0 && versions.every((version) => version.heardAt !== null)
  const studio = project.completions.find((one) => one.side === 'studio')
  const client = project.completions.find((one) => one.side === 'client')
  const files = project.deliverables.flatMap((one) => one.versions.flatMap((version) => version.file ?? []))
  const size = amountOf(
    files.reduce((total, file) => total + file.bytes, 0),
    getLocale(),
  )
  const name = nameIn(project, project.client)
  const until = project.silentUntil ? ` — ${m.check_until({ day: dayWords(project.silentUntil) })}` : ''
  const opened = project.state === 'completed'
  const waits = project.state === 'active'
  return (
    <ul className={classes.checks}>
      {versions.length > 0 && <Check done={heard}>{heard ? m.check_heard() : m.check_unheard()}</Check>}
      {(studio || waits) && (
        <Check done={Boolean(studio)} waits={!studio && Boolean(client)}>
          {studio ? m.check_studio({ at: timeOf(studio.at) }) : m.check_wait_studio() + (client ? until : '')}
        </Check>
      )}
      {(client || waits) && (
        <Check done={Boolean(client)} waits={!client && Boolean(studio)}>
          {client
            ? m.check_client({ name, at: timeOf(client.at) })
            : m.check_wait_client({ name }) + (studio ? until : '')}
        </Check>
      )}
      {files.length > 0 && (
        <li data-quiet={!opened}>
          {opened ? (
            <IconLockOpen size={17} stroke={1.7} color="var(--green-text)" aria-hidden />
          ) : (
            <IconLock size={17} stroke={1.7} aria-hidden />
          )}
          {opened ? m.check_opened({ count: files.length, size }) : m.check_originals({ count: files.length, size })}
        </li>
      )}
    </ul>
  )
}

function Check({ done, waits = false, children }: { done: boolean; waits?: boolean; children: ReactNode }) {
  return (
    <li data-quiet={!done && !waits}>
      {done ? (
        <IconCircleCheckFilled size={17} color="var(--green-text)" aria-hidden />
      ) : (
        <IconCircleDashed size={17} stroke={1.7} color={waits ? 'var(--amber)' : 'currentColor'} aria-hidden />
      )}
      <span>{children}</span>
    </li>
  )
}

function Split({ project }: { project: Project }) {
  const { membershipId, role } = useProfile()
  const held = project.held.length > 0
  const splits = project.purchases.flatMap(({ split, boughtAt, price, paid }) =>
    split ? [{ ...split, boughtAt, price, paid }] : [],
  )
  const [first] = splits
  if (!first) return null
  const total = (pick: (one: (typeof splits)[number]) => { amountMinor: string } | null) =>
    splits.reduce((all, one) => all + BigInt(pick(one)?.amountMinor ?? 0), 0n).toString()
  const performers = [...new Set(splits.flatMap((one) => one.performer ?? []))]
  const shares: Share[] = [
    ...performers.map((id): Share => {
      const theirs = splits.filter((one) => one.performer === id)
      const [one] = theirs
      return {
        id,
        label: id === membershipId ? m.split_you() : nameIn(project, id),
        note: one ? [shareText(one.performerBps), one.reason].filter(Boolean).join(' · ') : '',
        amountMinor: theirs.reduce((all, each) => all + BigInt(each.performerGets.amountMinor), 0n).toString(),
        tone: id === membershipId ? 'mine' : 'other',
      }
    }),
  ]
  // Who does not see the studio's money is shown their own share alone.
  if (first.commissionBps !== null) {
    shares.push(
      {
        id: 'studio',
        label: m.split_studio(),
        note: m.split_rest(),
        amountMinor: total((one) => one.studioGets),
        tone: role === 'owner' ? 'mine' : 'other',
      },
      {
        id: 'platform',
        label: m.split_platform(),
        note: shareText(first.commissionBps),
        amountMinor: total((one) => one.commission),
        tone: 'rest',
      },
    )
  } else {
    const shown = shares.reduce((all, share) => all + BigInt(share.amountMinor), 0n)
    const all = BigInt(total((one) => (held ? one.price : one.paid)))
    shares.push({ id: 'others', label: m.split_others(), amountMinor: (all - shown).toString(), tone: 'rest' })
  }
  return (
    <SplitBar
      title={held ? m.split_title() : m.split_title_done()}
      shares={shares}
      currency={first.price.currency}
      note={m.split_terms({ day: dayWords(first.boughtAt) })}
    />
  )
}

function sum(project: Project, of: 'paid' | 'returned' | 'refunded') {
  const currency = project.purchases[0]?.price.currency ?? 'RUB'
  const amountMinor = project.purchases.reduce((all, one) => all + BigInt(one[of].amountMinor), 0n).toString()
  return { amountMinor, currency }
}

function timeOf(iso: string): string {
  const format = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' } as const
  return new Intl.DateTimeFormat(getLocale(), format).format(new Date(iso))
}
