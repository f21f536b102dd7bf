import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admin } from '../../kernel/testing/database.ts'
import { bookingWorld, code, EVERY_DAY } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
})
afterAll(() => world.close())

const weekly = [{ weekday: 1, opens: '10:00', closes: '22:00' }]
const room = { kind: 'room', name: 'Зал В', weekly }
const title = { ru: 'Сведение', en: 'Mixing' }
const mixing = { title, pricing: 'fixed', priceMinor: '500000', bookable: false }
const microphone = { title, priceMinor: '100', per: 'session' }

describe('what cannot be is refused at its field, with a sentence', () => {
  test.each([
    ['POST', 'resources', { ...room, name: ' ' }, '/name', 'too_small'],
    ['POST', 'resources', { ...room, perHourMinor: 'много' }, '/perHourMinor', 'invalid_format'],
    ['POST', 'resources', { ...room, kind: 'person' }, '/membershipId', 'person_needed'],
    ['POST', 'resources', { ...room, bufferAfterMinutes: 'час' }, '/bufferAfterMinutes', 'invalid_type'],
    [
      'POST',
      'resources',
      { ...room, exceptions: [{ date: '2027-01-01', opens: '10:00', closes: null, note: '' }] },
      '/exceptions/0/closes',
      'hours_half',
    ],
    ['POST', 'services', { ...mixing, title: { ru: '', en: '' } }, '/title/ru', 'title_needed'],
    ['POST', 'services', { ...mixing, priceMinor: '0' }, '/priceMinor', 'price_needed'],
    ['POST', 'services', { ...mixing, pricing: 'per_track', bookable: true }, '/bookable', 'tracks_not_booked'],
    ['POST', 'services', { ...mixing, bookable: true }, '/resourceIds', 'resources_needed'],
    ['POST', 'services', { ...mixing, resourceIds: [randomUUID()] }, '/resourceIds', 'resource_unknown'],
    ['POST', 'services', { ...mixing, minMinutes: 120, maxMinutes: 60 }, '/maxMinutes', 'length_reversed'],
    ['PUT', 'extras', [{ ...microphone, resourceId: randomUUID() }], '/0/resourceId', 'resource_unknown'],
    ['PUT', 'extras', [{ ...microphone, resourceId: randomUUID(), maxQuantity: 2 }], '/0/maxQuantity', 'gear_is_one'],
  ])('%s %s: %j', async (method, path, body, pointer, code) => {
    const answer = await world.ask('vera', method, path, body)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.body.fields).toContainEqual({
      pointer,
      code,
      message: expect.stringMatching(/^[А-ЯA-Z].*[а-яa-z\d]$/),
    })
  })

  test('an extra that stands in the list twice', async () => {
    const id = randomUUID()
    const items = [
      { id, ...microphone },
      { id, ...microphone },
    ]
    expect((await world.ask('vera', 'PUT', 'extras', items)).body.fields).toMatchObject([{ code: 'listed_twice' }])
  })
})

test('what was taken off the list comes back as it was when it is written again', async () => {
  const id = await world.resource(room)
  expect((await world.ask('vera', 'DELETE', `resources/${id}`)).status).toBe(204)
  expect((await world.ask('vera', 'PUT', `resources/${id}`, room)).status).toBe(204)
  const { body: resources } = await world.ask('vera', 'GET', 'resources')
  expect(resources).toContainEqual(expect.objectContaining({ id, name: 'Зал В', weekly }))

  const service = (await world.ask('vera', 'POST', 'services', mixing)).body.id
  expect((await world.ask('vera', 'DELETE', `services/${service}`)).status).toBe(204)
  expect((await world.ask('vera', 'DELETE', `services/${service}`)).status).toBe(404)
  expect((await world.ask('vera', 'PUT', `services/${service}`, mixing)).status).toBe(204)
  const { body: list } = await world.ask('marina', 'GET', 'price-list')
  expect(list.services).toContainEqual(expect.objectContaining({ id: service, title }))
})

test('a service of which no room or nobody is left cannot be booked, and what it lacks is not left out', async () => {
  const { membershipId } = world.people.oleg
  const person = await world.resource({ kind: 'person', name: 'Олег', membershipId, weekly: EVERY_DAY })
  const [hall, gear] = await Promise.all([
    world.resource({ ...room, weekly: EVERY_DAY, name: 'Зал Д' }),
    world.resource({ kind: 'gear', name: 'Рояль', weekly: EVERY_DAY }),
  ])
  const extra = { id: randomUUID(), ...microphone, resourceId: gear }
  expect((await world.ask('vera', 'PUT', 'extras', [extra])).status).toBe(204)
  const session = { ...mixing, bookable: true, resourceIds: [hall, person] }
  const serviceId = (await world.ask('vera', 'POST', 'services', session)).body.id
  const start = world.at(3, 12)
  const wish = { serviceId, start, minutes: 60, expectedMinor: '500100', extras: [{ extraId: extra.id, quantity: 1 }] }
  const hold = async (change: object = {}) =>
    code(await world.ask('marina', 'POST', 'bookings', { ...wish, ...change }))
  const oleg = (state: string) => world.ask('vera', 'PATCH', `members/${membershipId}`, { state })

  await oleg('left')
  expect(await hold()).toEqual([422, 'not_bookable'])
  const from = `service=${serviceId}&minutes=60&from=${start}&to=${world.at(3, 13)}`
  expect(code(await world.ask('marina', 'GET', `free-times?${from}`))).toEqual([422, 'not_bookable'])
  await oleg('active')
  expect((await world.ask('vera', 'DELETE', `resources/${person}`)).status).toBe(204)
  expect((await world.ask('vera', 'DELETE', `resources/${hall}`)).status).toBe(204)
  expect(await hold()).toEqual([422, 'not_bookable'])
  const alone = { ...mixing, bookable: true, resourceIds: [hall] }
  expect((await world.ask('vera', 'PUT', `services/${serviceId}`, alone)).status).toBe(204)
  expect(await hold({ extras: [], expectedMinor: '500000' })).toEqual([422, 'not_bookable'])

  await world.ask('vera', 'PUT', `resources/${hall}`, { ...room, weekly: EVERY_DAY })
  expect((await world.ask('vera', 'DELETE', `resources/${gear}`)).status).toBe(204)
  expect(await hold()).toEqual([400, 'invalid_request'])
  expect(await hold({ extras: [], expectedMinor: '500000' })).toEqual([201, undefined])
})

test('a person who was taken off can be added again, and stays the same resource', async () => {
  const { membershipId } = world.people.oleg
  const person = { kind: 'person', name: 'Олег', membershipId, weekly }
  const id = await world.resource(person)
  const twice = await world.ask('vera', 'POST', 'resources', person)
  expect(twice).toMatchObject({ status: 409, body: { code: 'person_taken', fields: [{ pointer: '/membershipId' }] } })
  expect((await world.ask('vera', 'DELETE', `resources/${id}`)).status).toBe(204)
  expect(await world.resource(person)).toBe(id)
})

test('the list of extras can still be changed when the gear behind one was taken off', async () => {
  const gear = await world.resource({ kind: 'gear', name: 'Рояль' })
  const items = [{ id: randomUUID(), ...microphone, resourceId: gear }]
  expect((await world.ask('vera', 'PUT', 'extras', items)).status).toBe(204)
  expect((await world.ask('vera', 'DELETE', `resources/${gear}`)).status).toBe(204)
  expect((await world.ask('vera', 'PUT', 'extras', [...items, { id: randomUUID(), ...microphone }])).status).toBe(204)
})

test('the audit tells what the price list and a room’s hours were before', async () => {
  const { id } = (await world.ask('vera', 'POST', 'services', mixing)).body
  const dearer = { ...mixing, priceMinor: '700000' }
  expect((await world.ask('vera', 'PUT', `services/${id}`, dearer)).status).toBe(204)
  expect(await world.lastChange('schedule.changed')).toMatchObject({
    before: { title, priceMinor: '500000', archived: false },
    after: { title, priceMinor: '700000', archived: false },
  })
  const rule = { kind: 'package', title, weekdays: [], fromMinutes: 240, bps: 9000 }
  for (const rules of [[rule], []]) expect((await world.ask('vera', 'PUT', 'price-rules', rules)).status).toBe(204)
  expect(await world.lastChange('schedule.changed')).toMatchObject({
    before: { price_rules: [{ kind: 'package', fromMinutes: 240, bps: 9000 }] },
    after: { price_rules: [] },
  })
  const holiday = { date: '2027-01-01', opens: null, closes: null, note: 'Новый год' }
  const closed = await world.resource({ ...room, name: 'Зал Г', exceptions: [holiday] })
  expect((await world.ask('vera', 'PUT', `resources/${closed}`, { ...room, name: 'Зал Г' })).status).toBe(204)
  expect(await world.lastChange('schedule.changed')).toMatchObject({
    before: { weekly, exceptions: [holiday] },
    after: { weekly, exceptions: [] },
  })
})

test('of lists that are saved at once the last one stands, whole and alone', async () => {
  const saves = (path: string, body: (index: number) => object[]) =>
    Promise.all(Array.from({ length: 24 }, (_, index) => world.ask('vera', 'PUT', path, body(index))))
  const rule = (bps: number) => ({ kind: 'package', title, fromMinutes: 240, bps })
  for (const before of [[], [rule(9000)]]) {
    expect((await world.ask('vera', 'PUT', 'price-rules', before)).status).toBe(204)
    const answers = await saves('price-rules', (index) => [rule(8000 + index)])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
    expect((await world.ask('vera', 'GET', 'price-rules')).body).toHaveLength(1)
  }
  expect((await world.ask('vera', 'PUT', 'price-rules', [])).status).toBe(204)
  for (const _ of [1, 2]) {
    const answers = await saves('extras', () => [{ id: randomUUID(), ...microphone }])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
    expect((await world.ask('vera', 'GET', 'price-list')).body.extras).toHaveLength(1)
  }
})

test('a price list holds five hundred items, however many are added at once', async () => {
  const fill = `insert into services (studio_id, id, title, pricing, price_minor, bookable)
    select $1, uuidv7(), $2, 'fixed', 100, false
    from generate_series(1, 499 - (select count(*)::int from services where studio_id = $1 and not archived))`
  await admin(world.database.ownerUrl, fill, [world.studioIds.north, title])
  const answers = await Promise.all([1, 2, 3].map(() => world.ask('vera', 'POST', 'services', mixing)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'list_full' })
})
