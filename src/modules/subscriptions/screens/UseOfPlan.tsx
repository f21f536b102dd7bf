import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import css from './subscription.module.css'
import type { Subscription } from './use-subscription.ts'
import { gigabytes } from './words.ts'

/** What the studio has beside what its plan allows. */
export function UseOfPlan({ subscription: { use, limits } }: { subscription: Subscription }) {
  const gib = 1024 ** 3
  return (
    <section className="sheet sheet--padded" aria-label={m.subscription_use()}>
      <h2 className={css.heading}>{m.subscription_use()}</h2>
      <ul className={css.uses}>
        <Used
          {...{ label: m.subscription_staff(), to: 'people', has: use.staff, most: limits.staff }}
          figure={figureOf(String(use.staff), limits.staff)}
        />
        <Used
          {...{ label: m.subscription_rooms(), to: 'catalogue', tab: 'resources', has: use.rooms, most: limits.rooms }}
          figure={figureOf(String(use.rooms), limits.rooms)}
        />
        <Used
          {...{ label: m.subscription_storage(), has: use.storageBytes }}
          most={limits.storageGib === null ? null : limits.storageGib * gib}
          figure={`${figureOf(gigabytes(use.storageBytes), limits.storageGib)} ${m.subscription_gb()}`}
        />
      </ul>
    </section>
  )
}

interface UsedProps {
  label: string
  figure: string
  has: number
  most: number | null
  /** Where one sees what it is made of. */
  to?: string
  tab?: string
}

function Used({ label, figure, has, most, to, tab }: UsedProps) {
  const share = most === null ? 0 : Math.min(1, has / most)
  const isFull = most !== null && has >= most
  return (
    <li>
      <div className={css.used}>
        {to ? (
          <StudioLink to={to} {...(tab ? { search: { tab } } : {})}>
            {label}
          </StudioLink>
        ) : (
          <span>{label}</span>
        )}
        <span className="figures">{figure}</span>
      </div>
      {most !== null && (
        <div className={css.bar} data-full={isFull} aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </div>
      )}
      {isFull && <span className="second">{m.subscription_full()}</span>}
    </li>
  )
}

function figureOf(has: string, most: number | null): string {
  return most === null ? m.subscription_unlimited({ has }) : m.subscription_of({ has, most })
}
