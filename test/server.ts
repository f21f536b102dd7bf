import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { TestDatabase } from '../src/kernel/testing/database.ts'

/** A server in a process of its own, with connections of its own. */
export interface TestServer {
  url: string
  /** Resident memory, in bytes: now, and the most that it has been. */
  memory(): Promise<{ now: number; highest: number }>
  stop(): Promise<void>
}

/** Starts the whole API and a worker on the test's database, with its files in `dataDir`. */
export async function startServer({ url, operatorUrl }: TestDatabase, dataDir: string): Promise<TestServer> {
  const child = fork(new URL('./server-process.ts', import.meta.url), [], {
    execArgv: [],
    env: { PATH: process.env.PATH, TEST_APP_URL: url, TEST_OPERATOR_URL: operatorUrl, DATA_DIR: dataDir },
  })
  const [told] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}`))),
  ])
  return {
    url: told.url,
    memory: async () => {
      child.send('memory')
      return (await once(child, 'message'))[0]
    },
    stop: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
