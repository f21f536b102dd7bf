import { once } from 'node:events'
import rateLimit from '@fastify/rate-limit'
import { Redis } from 'ioredis'
import type { Config } from '../config.ts'
import { problem } from '../problem.ts'
import type { App } from './types.ts'

/** Requests a minute of one account, or from one address where nobody is signed in, unless the route says otherwise. */
const REQUESTS_PER_MINUTE = 1200
/** Where the files lie that pages are made of, the same for everybody. */
const PARTS = '/_astro/'
/** A Redis slower than this does not hold up a request. */
const PATIENCE_MS = 500

/**
 * Limits how often one account, or one address where nobody is signed in, may ask; what
 * pages are made of is for everybody, and not counted. Counted in this process, or for all processes together in Redis
 * (`REDIS_URL`); a Redis that does not answer counts nothing and lets requests through.
 */
export async function addRates(app: App, config: Pick<Config, 'REDIS_URL'>): Promise<void> {
  const redis = config.REDIS_URL
    ? new Redis(config.REDIS_URL, {
        ...{ connectTimeout: PATIENCE_MS, commandTimeout: PATIENCE_MS, maxRetriesPerRequest: 0 },
        enableOfflineQueue: false,
      })
    : undefined
  redis?.on('error', () => undefined)
  if (redis) await connected(redis)
  app.addHook('onClose', async () => redis?.disconnect())
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    // Who asks is known by now. People who share an address (a school, a phone network) do not use up each other's.
    keyGenerator: ({ principal, ip }) => principal?.account?.id ?? ip,
    // Nor by what their pages are made of: a screen takes dozens of these files, and whom they are for is not known.
    allowList: ({ routeOptions: { url } }) => url?.startsWith(PARTS) ?? false,
    errorResponseBuilder: (_request, context) =>
      problem('too_many_requests', { retryAfterS: Math.ceil(context.ttl / 1000) }),
    ...(redis ? { redis, nameSpace: 'atelier-rates-', skipOnError: true } : {}),
  })
}

/** Waits until Redis answers, so that the first requests are counted too; no longer than its patience. */
async function connected(redis: Redis): Promise<void> {
  await once(redis, 'ready', { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined)
}

/** A route's own rate: `config: { ...limit(10, 60) }` is ten a minute of one account, or from one address. */
export function limit(most: number, seconds: number) {
  return { rateLimit: { max: most, timeWindow: seconds * 1000 } }
}
