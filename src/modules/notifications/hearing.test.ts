import { expect, test } from 'vitest'
import { hears } from './hearing.ts'

const memberships = new Set<string>()
const [worker, lead, client] = [
  { staff: true, leads: false },
  { staff: true, leads: true },
  { staff: false, leads: false },
]

test.each([
  ['staff', worker, true],
  ['staff', lead, true],
  ['staff', client, false],
  ['leads', worker, false],
  ['leads', lead, true],
  ['leads', client, false],
  ['person', lead, false],
  ['platform', lead, false],
  [undefined, lead, false],
] as const)('of what is the business of %s somebody who is %j hears: %s', (whose, place, heard) => {
  expect(hears({ memberships, ...place }, whose)).toBe(heard)
})
