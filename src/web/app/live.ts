/** What the live feed tells of something that happened. */
export interface LiveHint {
  name: string
  studioId: string
  subject: { type: string; id: string }
}

/** The unread count of one profile. */
export interface LiveInbox {
  studioId: string
  membershipId: string
  unread: number
}

export interface LiveListener {
  hint?(hint: LiveHint): void
  inbox?(inbox: LiveInbox): void
  /** Something may have been missed: what is shown has to be fetched again. */
  refetch?(): void
  /** The line was lost, or stands again. */
  connected?(connected: boolean): void
}

const listeners = new Set<LiveListener>()
let source: EventSource | undefined
let everOpened = false

/**
 * Hears the live feed of whoever is signed in: one connection for the whole page, however many listen, opened with the
 * first and closed with the last. Returns what ends it.
 */
export function listenLive(listener: LiveListener): () => void {
  listeners.add(listener)
  source ??= open()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    source?.close()
    source = undefined
  }
}

function open(): EventSource {
  const opened = new EventSource('/api/live')
  opened.addEventListener('open', () => {
    tell((listener) => listener.connected?.(true))
    // The browser connects again by itself; what happened meanwhile is not sent again.
    if (everOpened) tell((listener) => listener.refetch?.())
    everOpened = true
  })
  opened.addEventListener('error', () => tell((listener) => listener.connected?.(false)))
  opened.addEventListener('refetch', () => tell((listener) => listener.refetch?.()))
  opened.addEventListener('hint', (event) => {
    const hint: LiveHint = JSON.parse(event.data)
    tell((listener) => listener.hint?.(hint))
  })
  opened.addEventListener('inbox', (event) => {
    const inbox: LiveInbox = JSON.parse(event.data)
    tell((listener) => listener.inbox?.(inbox))
  })
  return opened
}

function tell(say: (listener: LiveListener) => void): void {
  for (const listener of listeners) say(listener)
}
