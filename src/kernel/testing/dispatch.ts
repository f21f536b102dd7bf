import { dispatchEvents } from '../events/dispatch.ts'
import type { AnyHandler } from '../events/handlers.ts'
import { admin, type TestDatabase } from './database.ts'
import { until } from './until.ts'

/**
 * Dispatches until every event has been, and tells how many that were. One pass is not enough: it leaves what any open
 * transaction of the server might come before, and the server works for other tests' databases too.
 */
export async function dispatchAll(database: TestDatabase, handlers: readonly AnyHandler[] = []): Promise<number> {
  let count = 0
  await until(async () => {
    count += await dispatchEvents(database.pool, handlers)
    const asked = 'select (select count(*) from events) = (select position from event_cursor) as done'
    const { rows } = await admin(database.ownerUrl, asked)
    return rows[0].done
  })
  return count
}
