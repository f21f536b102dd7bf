import { m } from '../../../../web/generated/messages/messages.js'
import { amountText } from '../../../../web/ui/Money.tsx'
import css from './book.module.css'
import { Policy } from './Policy.tsx'
import { inWords, lengthText, type Quote, usePlace } from './place.ts'

interface Props {
  quote: Pick<Quote, 'price' | 'deposit' | 'lines' | 'freeUntil' | 'terms'>
  /** The deposit is paid already. */
  paid?: boolean
  /** Extras that may still be taken out. */
  extras?: readonly string[]
  onDrop?: (extraId: string) => void
}

/** What it costs, line by line, what is paid now, and until when cancelling is free. */
export function PriceCard({ quote, paid = false, extras = [], onDrop }: Props) {
  const { list } = usePlace()
  const { price, deposit, lines } = quote
  const extraOf = (label: { ru: string; en: string }) =>
    list.extras.find(({ id, title }) => extras.includes(id) && title.ru === label.ru && title.en === label.en)
  return (
    <section className={css.card} aria-label={m.book_price()}>
      <dl className={css.lines}>
        {lines.map((line) => {
          const extra = extraOf(line.label)
          return (
            <div key={`${line.label.ru}${line.label.en}${line.rule?.ru ?? ''}${line.amountMinor}`}>
              <dt>
                {inWords(line.label)}
                {line.rule && ` · ${inWords(line.rule)}`}
                {line.minutes !== undefined && <span className={css.note}> · {lengthText(line.minutes)}</span>}
                {extra && onDrop && (
                  <button type="button" className={css.drop} onClick={() => onDrop(extra.id)}>
                    {m.book_drop()}
                  </button>
                )}
              </dt>
              <dd>{amountText({ amountMinor: line.amountMinor, currency: price.currency }, { short: true })}</dd>
            </div>
          )
        })}
        <div className={css.total}>
          <dt>{m.book_total()}</dt>
          <dd>{amountText(price, { short: true })}</dd>
        </div>
      </dl>
      <p className={css.terms}>
        {!paid &&
          deposit.amountMinor !== price.amountMinor &&
          deposit.amountMinor !== '0' &&
          `${m.book_deposit({ amount: amountText(deposit, { short: true }) })} `}
        <Policy {...quote} />
      </p>
    </section>
  )
}
