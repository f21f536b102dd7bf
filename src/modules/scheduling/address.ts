import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Ctx } from '../../kernel/context.ts'

/**
 * Where a visitor asks from, as SHA-256 in hex with the studio's id: enough to count what one address holds (P11), no
 * address to be read, and not the same in another studio.
 */
export function hashOfAddress({ studioId, request }: Pick<Ctx, 'studioId' | 'request'>): string {
  return createHash('sha256')
    .update(`${studioId} ${networkOf(request.ip ?? '')}`)
    .digest('hex')
}

/** An IPv4 address as it is; of an IPv6 address the first 64 bits, since one household has all the rest. Pure. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped) return mapped
  const [bare = ''] = ip.split('%')
  if (!isIPv6(bare)) return ip
  const [head = '', tail] = bare.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
