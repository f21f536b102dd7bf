import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { base, type Someone } from './people.ts'

/** Asks the studio sever's API as whoever is signed in there, for what other journeys walk through. */
export async function post({ page }: Someone, path: string, data: object = {}) {
  const headers = { origin: base(), 'idempotency-key': randomUUID() }
  const answer = await page.request.post(`${base()}/api/studios/sever/${path}`, { data, headers })
  expect(answer.status(), await answer.text()).toBe(201)
  return answer.json()
}

/** Somebody's membership in sever. */
export async function profileIn({ page }: Someone): Promise<string> {
  const { profiles } = await (await page.request.get(`${base()}/api/me`)).json()
  return profiles.find((one: { studio: { slug: string } }) => one.studio.slug === 'sever').membershipId
}
