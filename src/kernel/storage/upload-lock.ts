import type { Locker, RequestRelease } from '@tus/server'

/**
 * One request at a time may work on an upload. A later one (the client came back before the server noticed that the
 * line was cut) asks the earlier to end, and waits its turn in a queue; tus's own locker spins while it waits.
 */
export function uploadLocker(): Locker {
  const held = new Map<string, { release: RequestRelease; waiting: (() => void)[] }>()
  return {
    newLock: (id) => ({
      async lock(signal, release) {
        const turn = held.get(id)
        if (turn) {
          await turn.release()
          await new Promise<void>((resolve, reject) => {
            const waiter = () => {
              signal.removeEventListener('abort', giveUp)
              resolve()
            }
            const giveUp = () => {
              turn.waiting.splice(turn.waiting.indexOf(waiter), 1)
              reject({ status_code: 423, body: 'another request works on this upload' })
            }
            turn.waiting.push(waiter)
            signal.addEventListener('abort', giveUp, { once: true })
          })
          turn.release = release
        } else {
          held.set(id, { release, waiting: [] })
        }
      },
      async unlock() {
        const next = held.get(id)?.waiting.shift()
        if (next) next()
        else held.delete(id)
      },
    }),
  }
}
