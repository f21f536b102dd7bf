import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, join } from '../../../test/people.ts'
import type { Name } from '../../../test/studio-world.ts'
import { copiedFrom } from '../../kernel/testing/pdf-text.ts'
import { until } from '../../kernel/testing/until.ts'
import { recordingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof recordingWorld>>
let projectId: string
let sha256: string

const ask = (...args: Parameters<typeof world.ask>) => world.ask(...args)

/** Sold for 12 000, of which 3 % are the platform's and 60 % of the rest Ilya's; Oleg helps, and has no share. */
beforeAll(async () => {
  world = await recordingWorld()
  const { marina, ilya, oleg } = world.people
  await world.sql(`update accounts set locale = 'en' where id = $1`, [marina.accountId])
  projectId = await world.openProject('Ночной воздух', { staff: [ilya.membershipId, oleg.membershipId] })
  await world.buy(projectId)
  sha256 = (await world.deliver(projectId, 'Ночной воздух_mix')).sha256
  for (const name of ['ilya', 'marina'] as const) await ask(name, 'POST', `projects/${projectId}/completion`)
  await until(async () => (await paperOf('marina')) !== null)
})
afterAll(() => world.close())

const paperOf = async (name: Name): Promise<string | null> => (await world.projectOf(projectId, name)).summaryFileId

const fetchFile = (name: Name, fileId: string) =>
  fetch(`${world.url}/api/studios/north/files/${fileId}/content`, { headers: { cookie: world.people[name].cookie } })

/** What the paper says that the person is led to, with plain spaces. */
async function read(name: Name): Promise<string> {
  const answer = await fetchFile(name, (await paperOf(name)) ?? '')
  expect(answer.status).toBe(200)
  return (await copiedFrom(Buffer.from(await answer.arrayBuffer()))).text.replaceAll(/\s+/g, ' ')
}

/** Everything that the summary tells of how the money was divided. */
const DIVISION =
  /6[\s,]?984|4[\s,]?656|\b360\b|60 ?%|40 ?%|\b3 ?%|commission|комисси|performer|исполнител|To the studio|Студии:|share/i

test('the client’s paper tells what they paid, for what, when, and the fingerprints; not who got how much of it', async () => {
  const text = await read('marina')
  for (const part of ['Project summary', 'Ночной воздух', 'Completed by both sides', sha256, 'Сведение и мастеринг']) {
    expect(text).toContain(part)
  }
  expect(text).toMatch(/RUB 12,000\.00 · paid on \w+ \d+, 20\d\d/)
  expect(text).not.toMatch(DIVISION)
})

test('the studio’s paper has all of the division, in its reader’s language', async () => {
  const text = await read('vera')
  for (const part of ['Итог проекта', 'Ночной воздух', 'Проект завершён обеими сторонами', sha256]) {
    expect(text).toContain(part)
  }
  expect(text).toMatch(/12 000,00 ₽ · оплачено \d+ \p{L}+ 20\d\d/u)
  expect(text).toContain('Исполнителю (ilya): 6 984,00 ₽ (60 %)')
  expect(text).toContain('Студии: 4 656,00 ₽')
  expect(text).toContain('Комиссия платформы: 360,00 ₽ (3 %)')
})

test('who worked on it reads their own share and nobody else’s', async () => {
  const text = await read('ilya')
  for (const part of ['Итог проекта', sha256, 'Вам: 6 984,00 ₽ (60 %)']) expect(text).toContain(part)
  expect(text).not.toMatch(/4 656|\b360\b|комисси|Студии:/i)
  expect(await read('oleg')).not.toMatch(DIVISION)
})

test('the screen shows to each what their paper does', async () => {
  const splitFor = async (name: Name) => (await world.projectOf(projectId, name)).purchases[0].split
  expect(await splitFor('marina')).toBeNull()
  expect(await splitFor('oleg')).toBeNull()
  const own = { performerGets: { amountMinor: '698400' }, studioGets: null, commission: null, commissionBps: null }
  expect(await splitFor('ilya')).toMatchObject(own)
  const whole = { performerGets: { amountMinor: '698400' }, studioGets: { amountMinor: '465600' }, commissionBps: 300 }
  expect(await splitFor('vera')).toMatchObject(whole)
})

test('nobody reads the paper of another reader', async () => {
  const vera = await paperOf('vera')
  const [marina, ilya] = [await paperOf('marina'), await paperOf('ilya')]
  expect(new Set([vera, marina, ilya]).size).toBe(3)
  for (const name of ['marina', 'ilya', 'oleg', 'pavel'] as const) {
    expect((await fetchFile(name, vera ?? '')).status).toBe(404)
  }
  expect((await fetchFile('marina', ilya ?? '')).status).toBe(404)
})

test('a manager who comes later is given the studio’s paper when they look', async () => {
  const person = await addPerson(world.database, { name: 'Gleb' })
  await join(world.database, world.studioIds.north, person, 'manager', 'Глеб')
  const look = async () =>
    (await fetch(`${world.url}/api/studios/north/projects/${projectId}`, { headers: { cookie: person.cookie } })).json()
  const { summaryFileId } = await look()
  expect(summaryFileId).toBe(await paperOf('vera'))
  expect((await look()).summaryFileId).toBe(summaryFileId)
  const address = `${world.url}/api/studios/north/files/${summaryFileId}/content`
  expect((await fetch(address, { headers: { cookie: person.cookie } })).status).toBe(200)
})

test('it is issued once, in one announcement, and its papers are frozen', async () => {
  const asked = `select payload from events where name = 'summary.issued' and subject_id = $1`
  const issued = await world.sql(asked, [projectId])
  expect(issued).toHaveLength(1)
  expect(issued[0].payload.papers.map((one: { for: string }) => one.for).sort()).toEqual([
    ...['client', 'performer', 'performer', 'studio'],
  ])
  const states = await world.sql(
    `select distinct state from files where id in (select file_id from project_summaries where project_id = $1)`,
    [projectId],
  )
  expect(states).toEqual([{ state: 'frozen' }])
})
