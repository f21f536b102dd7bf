import { setTimeout as delay } from 'node:timers/promises'
import { type EmbeddedOptions, type EmbeddedServer, isAlive, startEmbedded } from './embedded.ts'

/** How often one looks whether it still runs. */
const LOOK_MS = 250
/** Before the next attempt after one that failed: processes of the old server may still be going. */
const PAUSE_MS = 500

/**
 * Starts PostgreSQL and starts it again, on the same port, whenever it ends without being asked to: killed for its
 * memory, say. It recovers what was committed from its log; the program's connections come back by themselves.
 */
export async function keepEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  let server = await startEmbedded(options)
  const { url, port } = server
  const stopping = new AbortController()
  /** What one said that has ended since. */
  let fullBefore = false
  const pause = (ms: number) => delay(ms, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined)

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await pause(LOOK_MS)
      if (stopping.signal.aborted || isAlive(server.pid)) continue
      fullBefore ||= server.isDiskFull()
      try {
        server = await startEmbedded({ ...options, port })
        console.error('PostgreSQL had ended and was started again.')
      } catch (error) {
        console.error(`PostgreSQL has ended and does not start: ${error instanceof Error ? error.message : error}`)
        await pause(PAUSE_MS)
      }
    }
  }
  const watching = watch()

  return {
    url,
    port,
    get pid() {
      return server.pid
    },
    stop: async () => {
      stopping.abort()
      await watching
      await server.stop()
    },
    isDiskFull: () => server.isDiskFull() || fullBefore,
  }
}
