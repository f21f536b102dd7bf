import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'

/** So near to the end one still reads the end. */
const NEAR_PX = 120

/**
 * Keeps a page that is a chat's own at the chat's end: it opens there, and follows what comes while one reads there. Who
 * has gone up to read is left in peace. Returns what brings one back to the end with the next message.
 */
export function useEnd(on: boolean, newest: number): () => void {
  const follows = useRef(true)
  useEffect(() => {
    if (!on) return
    const look = () => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement
      follows.current = scrollHeight - clientHeight - scrollTop < NEAR_PX
    }
    addEventListener('scroll', look, { passive: true })
    return () => removeEventListener('scroll', look)
  }, [on])
  useLayoutEffect(() => {
    if (on && newest > 0 && follows.current) scrollTo({ top: document.documentElement.scrollHeight })
  }, [on, newest])
  return useCallback(() => {
    follows.current = true
  }, [])
}
