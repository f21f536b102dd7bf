import { expect, test } from 'vitest'
import { hashOfAddress, networkOf } from './address.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('%s is counted as %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network)
})

test('an address is told apart from another, and is another in another studio', () => {
  const of = (studioId: string, ip: string) => hashOfAddress({ studioId, request: { id: 'r', ip } })
  expect(of('north', '192.0.2.7')).toBe(of('north', '::ffff:192.0.2.7'))
  expect(new Set([of('north', '192.0.2.7'), of('north', '192.0.2.8'), of('attic', '192.0.2.7')]).size).toBe(3)
})
