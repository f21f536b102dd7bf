import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx } from '../../kernel/context.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { countAttempt, type RegistrationRequest, resendCode, startRegistration } from './registration.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const inPlatform = <T>(work: (ctx: Ctx) => Promise<T>) =>
  database.transaction({ studioId: PLATFORM_STUDIO_ID, actor: { kind: 'visitor' }, request: { id: 'test' } }, work)

const wanted = (email: string): RegistrationRequest => ({
  ...{ intent: 'owner', place: 'Atelier', email, name: 'Марина Лис' },
  ...{ password: 'a long password', locale: 'ru', zone: 'Europe/Moscow' },
})

const begin = (email: string) => inPlatform((ctx) => startRegistration(ctx, wanted(email)))

const guess = (id: string) =>
  inPlatform((ctx) => countAttempt(ctx, id)).then(
    () => 'may try',
    (error: unknown) => (error instanceof Problem ? error.code : error),
  )

test('another code gives no more guesses', async () => {
  const id = await begin('resends@example.org')
  const answers: unknown[] = []
  for (let n = 0; n < 6; n++) {
    if (n === 3) await inPlatform((ctx) => resendCode(ctx, id, async () => 'Atelier'))
    answers.push(await guess(id))
  }
  expect(answers).toEqual([...Array(5).fill('may try'), 'too_many_attempts'])
  const asked = 'select name, count(*)::int as n from events where subject_id = $1 group by name order by name'
  const { rows } = await inPlatform((ctx) => ctx.tx.$client.query(asked, [id]))
  expect(rows).toEqual([
    { name: 'registration.code_sent', n: 2 },
    { name: 'registration.code_tried', n: 5 },
  ])
})

test('six registrations an hour of one e-mail send a code: the seventh sees the sixth that is not committed yet', async () => {
  const [email, started] = ['asked@example.org', Promise.withResolvers<void>()]
  for (let n = 0; n < 5; n++) await begin(email)
  const commit = Promise.withResolvers<void>()
  const sixth = inPlatform(async (ctx) => {
    await startRegistration(ctx, wanted(email))
    started.resolve()
    await commit.promise
  })
  await started.promise
  let answered = false
  const seventh = begin(email).finally(() => {
    answered = true
  })
  const waits = "select from pg_locks where locktype = 'advisory' and not granted"
  await until(async () => answered || (await database.pool.query(waits)).rowCount === 1)
  commit.resolve()
  await Promise.all([sixth, seventh])
  const { rows } = await database.pool.query('select count(*)::int from registrations where email = $1', [email])
  expect(rows).toEqual([{ count: 6 }])
})

test('neither do more registrations of one e-mail: fifteen guesses an hour, and no other e-mail is touched', async () => {
  const answers: unknown[] = []
  for (let one = 0; one < 4; one++) {
    const id = await begin('Guessed@example.org')
    for (let n = 0; n < 5; n++) answers.push(await guess(id))
  }
  expect(answers).toEqual([...Array(15).fill('may try'), ...Array(5).fill('too_many_attempts')])
  expect(await guess(await begin('other@example.org'))).toBe('may try')
})
