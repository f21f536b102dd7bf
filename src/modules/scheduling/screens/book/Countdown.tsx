import { useEffect, useState } from 'react'
import { m } from '../../../../web/generated/messages/messages.js'
import css from './book.module.css'

/** How long the time is still kept. Read aloud once a minute, not every second. */
export function Countdown({ until }: { until: string }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000))
  if (left === 0) return <p className={css.clocks}>{m.book_kept_over()}</p>
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
  return (
    <p className={css.clocks}>
      {m.book_kept_for()} <span className={css.figures}>{clock}</span>
    </p>
  )
}
