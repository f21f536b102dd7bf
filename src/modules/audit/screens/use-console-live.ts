import { useEffect, useRef, useState } from 'react'

/** An event of any studio, as it arrives. */
export interface Arrival {
  id: string
  studioId: string
  name: string
  subject: { type: string; id: string }
}

/** How many arrivals that fit have come since the list was last fetched; `reset` when it is fetched again (P19). */
export function useArrivals(fits: (arrival: Arrival) => boolean): { count: number; reset: () => void } {
  const [count, setCount] = useState(0)
  const latest = useRef(fits)
  latest.current = fits
  useEffect(() => {
    const source = new EventSource('/api/console/live')
    source.addEventListener('event', (message) => {
      const arrival: Arrival = JSON.parse(message.data)
      if (latest.current(arrival)) setCount((before) => before + 1)
    })
    return () => source.close()
  }, [])
  return { count, reset: () => setCount(0) }
}
