import { useEffect, useRef } from 'react'
import { type LiveHint, listenLive } from './live.ts'

/** Hears what happens while the screen is open; `refetch` says that something may have been missed. */
export function useLive(hear: (heard: LiveHint | 'refetch') => void): void {
  const latest = useRef(hear)
  latest.current = hear
  useEffect(() => listenLive({ hint: (hint) => latest.current(hint), refetch: () => latest.current('refetch') }), [])
}
