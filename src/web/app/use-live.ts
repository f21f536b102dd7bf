import { useEffect, useRef } from 'react'
import { type LiveHint, listenLive } from './live.ts'

/** Hears what happens while the screen is open; `refetch` says that something may have been missed. */
export function useLive(hear: (heard: LiveHint | 'refetch') => void): void {
  const latest = useRef(hear)
  latest.current = hear
  useEffect(() => listenLive({ hint: (hint) => latest.current(hint), refetch: () => latest.current('refetch') }), [])
}

/** Hears that a notice came: of money given to a performer or taken back, which the feed tells their studio's leads alone. */
export function useNoticed(noticed: () => void): void {
  const latest = useRef(noticed)
  latest.current = noticed
  useEffect(() => listenLive({ inbox: () => latest.current() }), [])
}
