import type { ReactNode } from 'react'
import type { Amount } from './amount.ts'
import { Money } from './Money.tsx'
import classes from './split-bar.module.css'

/** A part of the money, and who gets it. */
export interface Share {
  id: string
  label: string
  /** How the figure came about: `60 % · own equipment`. */
  note?: string
  amountMinor: string
  /** The viewer's own part is `mine`. */
  tone: 'mine' | 'other' | 'rest'
}

interface Props {
  title: string
  shares: readonly Share[]
  currency: string
  /** Opens what the figures are made of. */
  info?: ReactNode
  /** The terms that hold, in a sentence. */
  note?: string
}

/** How a sum is divided: a bar in true proportion and, under it, every part to the last unit (R15, R16). */
export function SplitBar({ title, shares, currency, info, note }: Props) {
  const amount = (share: Share): Amount => ({ amountMinor: share.amountMinor, currency })
  return (
    <section className={classes.split} aria-label={title}>
      <h2 className={classes.title}>
        {title} {info}
      </h2>
      <div className={classes.bar} aria-hidden="true">
        {shares.map((share) => (
          <i key={share.id} data-tone={share.tone} style={{ flexGrow: Number(share.amountMinor) }} />
        ))}
      </div>
      <dl className={classes.parts}>
        {shares.map((share) => (
          <div key={share.id}>
            <dt>
              <i className={classes.dot} data-tone={share.tone} aria-hidden="true" />
              {share.label} {share.note && <span className={classes.note}>{share.note}</span>}
            </dt>
            <dd>
              <Money value={amount(share)} />
            </dd>
          </div>
        ))}
      </dl>
      {note && <p className={classes.terms}>{note}</p>}
    </section>
  )
}
