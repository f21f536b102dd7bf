import { expect, test } from 'vitest'
import { hears } from './hearing.ts'

const memberships = new Set<string>()

test.each([
  ['withdrawal.paid', { staff: true, leads: false }, false],
  ['sharing_terms.set', { staff: true, leads: false }, false],
  ['withdrawal.paid', { staff: true, leads: true }, true],
  ['booking.confirmed', { staff: true, leads: false }, true],
  ['booking.confirmed', { staff: false, leads: false }, false],
])('of %s somebody who is %j hears: %s', (name, place, heard) => {
  expect(hears({ memberships, ...place }, name)).toBe(heard)
})
