import { type ReactNode, useEffect, useRef, useState } from 'react'
import css from './book.module.css'
import { keptIn } from './kept.ts'
import { PickService } from './PickService.tsx'
import { PickTime } from './PickTime.tsx'
import { usePlace } from './place.ts'
import { Reserved } from './Reserved.tsx'
import { readWish, type Wish, writeWish } from './wish.ts'

/** Booking in three presses: what, when, and paying for it (P11). The address carries all of it. */
export function Book() {
  const { list, slug } = usePlace()
  const [search, go] = useSearch()
  const reserved = new URLSearchParams(search).get('booking')
  const wish = readWish(search)
  const service = list.services.find(({ id, bookable }) => bookable && id === wish.service)
  const change = (next: Partial<Wish>, how: 'push' | 'replace' = 'replace') => go(writeWish({ ...wish, ...next }), how)
  if (reserved) {
    return (
      <Step key="pay">
        <Reserved id={reserved} onAgain={() => go(keptIn(slug)?.search ?? '', 'push')} />
      </Step>
    )
  }
  if (!service) {
    return (
      <Step key="what">
        <PickService onPick={(id) => change({ service: id, minutes: null }, 'push')} />
      </Step>
    )
  }
  return (
    <Step key="when">
      <PickTime
        service={service}
        wish={wish}
        change={change}
        onBack={() => go('', 'push')}
        onReserved={(id) => go(`?booking=${id}`, 'push')}
      />
    </Step>
  )
}

/** A step takes the focus of the one before it, so that a keyboard goes on at its beginning; the first takes none. */
function Step({ children }: { children: ReactNode }) {
  const step = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (stepped) step.current?.focus({ preventScroll: true })
    return () => {
      stepped = true
    }
  }, [])
  return (
    <div ref={step} tabIndex={-1} className={css.step}>
      {children}
    </div>
  )
}

let stepped = false

/** The address's search, and a way to change it that the back button understands. */
function useSearch(): [string, (search: string, how: 'push' | 'replace') => void] {
  const [search, setSearch] = useState(location.search)
  useEffect(() => {
    const onBack = () => setSearch(location.search)
    addEventListener('popstate', onBack)
    return () => removeEventListener('popstate', onBack)
  }, [])
  const go = (next: string, how: 'push' | 'replace') => {
    const address = `${location.pathname}${next}`
    if (how === 'push') {
      history.pushState(null, '', address)
      scrollTo({ top: 0 })
    } else history.replaceState(history.state, '', address)
    setSearch(next)
  }
  return [search, go]
}
