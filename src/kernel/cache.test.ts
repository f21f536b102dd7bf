import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openCache } from './cache.ts'

const redis = process.env.TEST_REDIS_URL

describe.each([
  { where: 'memory', url: undefined },
  { where: 'Redis', url: redis },
])('the cache in $where', ({ where, url }) => {
  // Redis is tried where one can be had: TEST_REDIS_URL names it.
  test.skipIf(where === 'Redis' && !url)('keeps a value for its time, and forgets it when told', async () => {
    const cache = openCache({ REDIS_URL: url })
    await cache.set('chat', '42', 60_000)
    expect(await cache.get('chat')).toBe('42')
    await cache.delete('chat')
    expect(await cache.get('chat')).toBeUndefined()
    await cache.set('brief', 'x', 30)
    await delay(60)
    expect(await cache.get('brief')).toBeUndefined()
    await cache.close()
  })
})

test('a Redis that does not answer is a cache that knows nothing', async () => {
  const cache = openCache({ REDIS_URL: 'redis://127.0.0.1:9' })
  expect(await Promise.race([cache.get('x'), delay(5000, 'waited too long')])).toBeUndefined()
  await cache.close()
})
