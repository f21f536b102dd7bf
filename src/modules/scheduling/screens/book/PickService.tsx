import { m } from '../../../../web/generated/messages/messages.js'
import { amountText } from '../../../../web/ui/Money.tsx'
import css from './book.module.css'
import { inWords, lengthText, usePlace } from './place.ts'

/** What can be booked, with the least that it costs. */
export function PickService({ onPick }: { onPick: (id: string) => void }) {
  const { list, name } = usePlace()
  const services = list.services.filter(({ bookable, resourceIds }) => bookable && resourceIds.length > 0)
  return (
    <>
      <p className={css.where}>{name}</p>
      <h1 className={css.title}>{m.book_what()}</h1>
      {services.length === 0 && <p className={css.quiet}>{m.book_nothing()}</p>}
      <ul className={css.services}>
        {services.map(({ id, title, about, pricing, fromMinor, minMinutes }) => {
          const amount = amountText({ amountMinor: fromMinor, currency: list.currency }, { short: true })
          return (
            <li key={id}>
              <button type="button" className={css.service} onClick={() => onPick(id)}>
                <strong>{inWords(title)}</strong>
                <span className={css.price}>
                  {pricing === 'hourly' ? m.book_from_hour({ amount }) : `${amount} · ${lengthText(minMinutes)}`}
                </span>
                {inWords(about) && <span className={css.about}>{inWords(about)}</span>}
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
