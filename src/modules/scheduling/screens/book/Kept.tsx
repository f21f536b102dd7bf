import { useMutation } from '@tanstack/react-query'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { tellMoment } from '../../../../web/ui/moment.ts'
import css from './book.module.css'
import { Countdown } from './Countdown.tsx'
import type { KeptTime } from './kept.ts'
import { viewerZone } from './place.ts'

interface Props {
  kept: KeptTime
  onGoOn: () => void
  letGo: () => Promise<void>
}

/** The time that is kept while another is looked for: on to paying for it, or let go. */
export function Kept({ kept, onGoOn, letGo }: Props) {
  const place = { locale: getLocale(), zone: viewerZone(), now: new Date() }
  const release = useMutation({ mutationFn: letGo })
  const { startsAt, endsAt, heldUntil } = kept
  return (
    <section className={css.kept} aria-label={m.book_own_title()}>
      <p className={css.moment}>
        {tellMoment(new Date(startsAt), 'full', place)}–{tellMoment(new Date(endsAt), 'time', place)}
      </p>
      <Countdown until={heldUntil} />
      {release.isError && (
        <p className={css.wrong} role="alert">
          {release.error.message}
        </p>
      )}
      <div className={css.pair}>
        <button type="button" className={css.chip} onClick={onGoOn}>
          {m.book_to_pay()}
        </button>
        <button type="button" className={css.chip} disabled={release.isPending} onClick={() => release.mutate()}>
          {m.book_let_go()}
        </button>
      </div>
    </section>
  )
}
