import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { claimOf, dropClaim } from './claim.ts'
import { usePlace } from './place.ts'

/** The time that this tab keeps for whoever looks, until it is paid, exchanged or let go. */
export interface KeptTime {
  bookingId: string
  /** The wish as the address carried it: where "another time" leads back to. */
  search: string
  startsAt: string
  endsAt: string
  heldUntil: string
}

const keyOf = (slug: string) => `kept:${slug}`

/** Remembers what is kept in this studio; over a reload and registering, while the tab is open. */
export function rememberKept(slug: string, kept: KeptTime): void {
  sessionStorage.setItem(keyOf(slug), JSON.stringify(kept))
}

/** What was kept in this studio last, run out or not. */
export function keptIn(slug: string): KeptTime | null {
  const text = sessionStorage.getItem(keyOf(slug))
  return text === null ? null : JSON.parse(text)
}

/** Forgets what is kept no longer. */
export function forgetKept(slug: string, bookingId: string): void {
  dropClaim(bookingId)
  if (keptIn(slug)?.bookingId === bookingId) sessionStorage.removeItem(keyOf(slug))
}

/** What is kept now, until it runs out; and a way to let it go, which frees the time at once. */
export function useKept(): { kept: KeptTime | null; letGo: () => Promise<void> } {
  const { slug } = usePlace()
  const queries = useQueryClient()
  const [kept, setKept] = useState(() => live(keptIn(slug)))
  useEffect(() => {
    if (!kept) return
    const timer = setTimeout(() => setKept(null), Date.parse(kept.heldUntil) - Date.now())
    return () => clearTimeout(timer)
  }, [kept])
  const letGo = useCallback(async () => {
    if (!kept) return
    const claim = claimOf(kept.bookingId) ?? undefined
    const path = { studio: slug, booking: kept.bookingId }
    await call('POST /api/studios/{studio}/bookings/{booking}/release', { path, body: claim ? { claim } : {} })
    forgetKept(slug, kept.bookingId)
    setKept(null)
    await queries.invalidateQueries({ queryKey: ['free-times'] })
  }, [kept, slug, queries])
  return { kept, letGo }
}

function live(kept: KeptTime | null): KeptTime | null {
  return kept && Date.parse(kept.heldUntil) > Date.now() ? kept : null
}
