import KeyvRedis from '@keyv/redis'
import Keyv from 'keyv'
import type { Config } from './config.ts'

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
  const redis = config.REDIS_URL ? new KeyvRedis(config.REDIS_URL) : undefined
  const keyv = redis ? new Keyv({ store: redis, namespace: 'atelier' }) : new Keyv()
  keyv.on('error', () => undefined)
  return {
    get: (key) => keyv.get(key),
    set: async (key, value, ttlMs) => {
      await keyv.set(key, value, ttlMs)
    },
    delete: async (key) => {
      await keyv.delete(key)
    },
    close: async () => {
      if (redis) await keyv.disconnect()
    },
  }
}
