import { expect, test } from 'vitest'
import { mayNow, worksNow } from './may.ts'

const permissions = ['people.read', 'people.manage', 'messages.see_all', 'subscription.manage', 'money.withdraw']
const held = (state: string) => permissions.filter((one) => mayNow({ permissions, studio: { state } }, one))

test('a read-only studio offers looking, paying for it and taking money out; the rest the server would refuse', () => {
  expect(held('active')).toEqual(permissions)
  expect(held('read_only')).toEqual(['people.read', 'messages.see_all', 'subscription.manage', 'money.withdraw'])
})

test('a read-only studio does not work, and every other does', () => {
  expect(['active', 'read_only'].map((state) => worksNow({ studio: { state } }))).toEqual([true, false])
})

test('what is not held is not offered', () => {
  expect(mayNow({ permissions, studio: { state: 'active' } }, 'terms.manage')).toBe(false)
})
