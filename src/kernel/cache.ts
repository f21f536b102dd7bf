import { setTimeout as delay } from 'node:timers/promises'
import KeyvRedis from '@keyv/redis'
import Keyv from 'keyv'
import type { Config } from './config.ts'

/** A cache slower than this is no cache: the value is read from its source. */
const PATIENCE_MS = 500

/** Values that can be had again, kept for a while: in memory, or in Redis for all processes together (`REDIS_URL`). */
export interface Cache {
  get<Value>(key: string): Promise<Value | undefined>
  /** Kept for at most `ttlMs` milliseconds. */
  set(key: string, value: unknown, ttlMs: number): Promise<void>
  delete(key: string): Promise<void>
  close(): Promise<void>
}

/** Opens the cache. A Redis that does not answer is a cache that knows nothing: the value is read from its source. */
export function openCache(config: Pick<Config, 'REDIS_URL'>): Cache {
  const redis = config.REDIS_URL ? new KeyvRedis(config.REDIS_URL, { throwOnConnectError: false }) : undefined
  const keyv = redis ? new Keyv({ store: redis, namespace: 'atelier' }) : new Keyv()
  keyv.on('error', () => undefined)
  return {
    get: (key) => soon(keyv.get(key)),
    set: async (key, value, ttlMs) => {
      await soon(keyv.set(key, value, ttlMs))
    },
    delete: async (key) => {
      await soon(keyv.delete(key))
    },
    close: async () => {
      if (redis) await soon(redis.disconnect(true))
    },
  }
}

/** The answer if it comes at once; undefined when it does not, or is an error. */
function soon<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  return Promise.race([answer.catch(() => undefined), delay(PATIENCE_MS, undefined, { ref: false })])
}
