import { useSyncExternalStore } from 'react'

const PROBE = '/healthz'
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

const listeners = new Set<() => void>()
let lost = false

/** A request got no answer at all: asks the server again, ever more slowly, until it answers. */
export function connectionLost(): void {
  if (lost) return
  set(true)
  void probe(FIRST_WAIT_MS)
}

/** Whether the server is out of reach right now. */
export function useConnectionLost(): boolean {
  return useSyncExternalStore(subscribe, () => lost)
}

async function probe(waitMs: number): Promise<void> {
  await new Promise((done) => {
    const timer = setTimeout(done, waitMs)
    addEventListener('online', () => done(clearTimeout(timer)), { once: true })
  })
  const answered = await fetch(PROBE, { method: 'HEAD', cache: 'no-store' }).then(
    ({ status }) => status < 500,
    () => false,
  )
  if (answered) set(false)
  else await probe(Math.min(waitMs * 2, LONGEST_WAIT_MS))
}

function set(now: boolean): void {
  lost = now
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('offline', connectionLost)
  return () => {
    listeners.delete(listener)
    removeEventListener('offline', connectionLost)
  }
}
