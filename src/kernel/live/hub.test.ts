import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { roleUrl } from '../database/migrate.ts'
import { APP_ROLE } from '../database/security.ts'
import type { LiveHint } from '../events/dispatch.ts'
import { defineEvent, publish } from '../events/event.ts'
import { admin, TEST_SECRET, type TestDatabase, testDatabase } from '../testing/database.ts'
import { dispatchAll } from '../testing/dispatch.ts'
import { testServices } from '../testing/http.ts'
import { until } from '../testing/until.ts'

const chimed = defineEvent('clock.chimed', z.object({}), 'staff')
const scope = (studioId: string) => ({ studioId, actor: { kind: 'system' }, request: { id: 'test' } }) as const
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

function chime(studioId: string, audience: readonly string[] = []) {
  return database.transaction(scope(studioId), (ctx) =>
    publish(ctx, chimed, { subject: { type: 'clock', id: randomUUID() }, payload: {}, audience }),
  )
}

test('what another process dispatches is heard here, with its whole audience', async () => {
  const { live } = testServices(database)
  const heard: LiveHint[] = []
  live.subscribe({ hint: (hint) => heard.push(hint), gap: () => undefined })
  await live.ready()
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../../test/worker-process.ts', import.meta.url))], {
    env: { ...process.env, TEST_APP_URL: roleUrl(database.ownerUrl, APP_ROLE, TEST_SECRET) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.stdout) await once(child.stdout, 'data')
  const audience = Array.from({ length: 9 }, () => randomUUID())
  const studio = randomUUID()
  const eventId = await chime(studio, audience)
  await until(() => heard.some((hint) => hint.eventId === eventId))
  expect(heard.find((hint) => hint.eventId === eventId)).toMatchObject({
    studioId: studio,
    name: 'clock.chimed',
    audience,
  })
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
})

test('a connection that broke is opened again, and listeners are told of the gap', async () => {
  const { live } = testServices(database)
  const heard: LiveHint[] = []
  let gaps = 0
  live.subscribe({
    hint: (hint) => heard.push(hint),
    gap: () => {
      gaps++
    },
  })
  await live.ready()
  await admin(
    database.ownerUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()`,
  )
  await until(() => gaps > 0)
  const eventId = await chime(randomUUID())
  await dispatchAll(database)
  await until(() => heard.some((hint) => hint.eventId === eventId))
})
