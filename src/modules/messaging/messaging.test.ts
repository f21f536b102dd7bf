import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Name, studioWorld } from '../../../test/studio-world.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { addFile, filesModule, hideFromSight, prepareFile } from '../files/index.ts'
import { identityModule } from '../identity/index.ts'
import { studiosModule } from '../studios/index.ts'
import { messagingModule, openThread, postNotice } from './index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
let thread: string
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, filesModule, messagingModule])
  thread = (await world.act('marina', (ctx) => openThread(ctx, world.people.marina.membershipId))).id
})
afterAll(() => world.close())

const say = (as: Name, body: string, more: object = {}) =>
  world.ask(as, 'POST', `threads/${thread}/messages`, { id: randomUUID(), body, ...more })
const read = async (as: Name, query = '') => (await world.ask(as, 'GET', `threads/${thread}/messages?${query}`)).body
const bodies = async (as: Name, query = '') => (await read(as, query)).items.map((one: { body: string }) => one.body)

test('a client and the studio have one chat, however many ask for it at once', async () => {
  const id = world.people.pavel.membershipId
  const opened = await Promise.all(Array.from({ length: 8 }, () => world.act('pavel', (ctx) => openThread(ctx, id))))
  expect(new Set(opened.map((one) => one.id)).size).toBe(1)
})

test('a client sees no internal note, no count of it and no word of it', async () => {
  await say('marina', 'Здравствуйте!')
  await say('vera', 'Она торопится, возьмёшь?', { internal: true })
  expect(await bodies('marina')).toEqual(['Здравствуйте!'])
  expect(await bodies('vera')).toContain('Она торопится, возьмёшь?')
  const { body } = await world.ask('marina', 'GET', 'threads')
  expect(body.items).toMatchObject([{ unread: 0, lastText: 'Здравствуйте!' }])
  expect((await say('marina', 'тайна', { internal: true })).status).toBe(403)
  const { rows } = await world.database.asOperator(
    { studioId: world.studioIds.north, actor: { kind: 'operator', accountId: randomUUID() }, request: { id: 'test' } },
    (ctx) => ctx.tx.$client.query(`select audience from events where payload->>'internal' = 'true'`),
  )
  expect(rows).toEqual([{ audience: [] }])
})

test('a message sent again with its id is one message, and the id for another text is refused', async () => {
  const id = randomUUID()
  const first = await say('marina', 'Дважды', { id })
  const again = await say('marina', 'Дважды', { id })
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body).toEqual(first.body)
  expect((await say('marina', 'Другое', { id })).body.code).toBe('message_id_reused')
  expect((await bodies('marina')).filter((body: string) => body === 'Дважды')).toHaveLength(1)
})

test('a message is sent whatever sign its excerpt ends in', async () => {
  const long = `${'я'.repeat(138)}😀 и дальше`
  expect((await say('marina', long)).status).toBe(201)
  const chats = (await world.ask('marina', 'GET', 'threads')).body.items
  expect(chats.find(({ id }: { id: string }) => id === thread).lastText).toBe(`${'я'.repeat(138)}…`)
})

test('who was away fetches what was said and what was changed since', async () => {
  const { id } = (await say('marina', 'Опечтка')).body
  const { lastSeq } = await read('vera')
  await say('vera', 'Ответ')
  await world.ask('marina', 'PATCH', `threads/${thread}/messages/${id}`, { body: 'Опечатка' })
  expect(await bodies('vera', `changedAfter=${lastSeq}`)).toEqual(['Ответ', 'Опечатка'])
  expect((await world.ask('vera', 'PATCH', `threads/${thread}/messages/${id}`, { body: 'моё' })).status).toBe(403)
})

test('what its author removes leaves the author’s sight only', async () => {
  const { id } = (await say('vera', 'Слово не воробей')).body
  expect((await world.ask('vera', 'DELETE', `threads/${thread}/messages/${id}`)).status).toBe(204)
  expect(await bodies('vera')).not.toContain('Слово не воробей')
  expect(await bodies('marina')).toContain('Слово не воробей')
})

test('what was removed is removed once, and its author mends no copy of it afterwards', async () => {
  const { id } = (await say('vera', 'Отдаю бесплатно')).body
  const path = `threads/${thread}/messages/${id}`
  for (let n = 0; n < 2; n++) expect((await world.ask('vera', 'DELETE', path)).status).toBe(204)
  expect((await world.ask('vera', 'PATCH', path, { body: 'Отдаю за деньги' })).status).toBe(404)
  expect(await bodies('marina')).toContain('Отдаю бесплатно')
})

test('a file that is named twice is sent once, and a message goes though its file went before', async () => {
  const prepared = await prepareFile(world.services.storage.blobs, 'лёд.bin', [Buffer.from('лёд')])
  const fileId = await world.act('vera', (ctx) =>
    addFile(ctx, {
      ...{ ...prepared, id: randomUUID(), subject: { type: 'thread', id: thread } },
      senderMembershipId: world.people.vera.membershipId,
    }),
  )
  const sent = await say('vera', 'Вот', { fileIds: [fileId, fileId] })
  expect(sent.status).toBe(201)
  await world.act('vera', (ctx) => hideFromSight(ctx, fileId))
  expect((await world.ask('vera', 'DELETE', `threads/${thread}/messages/${sent.body.id}`)).status).toBe(204)
  expect(await bodies('vera')).not.toContain('Вот')
})

test('files go from sight with their message, and pressed twice the studio keeps its copies', async () => {
  const { membershipId } = world.people.vera
  const fileIds = await Promise.all(
    ['вокал', 'бас'].map(async (name) => {
      const prepared = await prepareFile(world.services.storage.blobs, `${name}.bin`, [Buffer.from(name)])
      const subject = { type: 'thread', id: thread }
      return world.act('vera', (ctx) =>
        addFile(ctx, { ...prepared, id: randomUUID(), subject, senderMembershipId: membershipId }),
      )
    }),
  )
  const { id } = (await say('vera', 'Две дорожки', { fileIds })).body
  for (let n = 0; n < 2; n++) await world.ask('vera', 'DELETE', `threads/${thread}/messages/${id}`)
  const { rows } = await world.system('north', (ctx) =>
    ctx.tx.$client.query('select membership_id, hidden_at from file_access where file_id = any($1)', [fileIds]),
  )
  expect(rows.flatMap((copy) => (copy.hidden_at ? copy.membership_id : []))).toEqual([membershipId, membershipId])
  expect(rows.filter((copy) => copy.membership_id === null)).toHaveLength(2)
  const { body } = await world.ask('marina', 'GET', `threads/${thread}/messages`)
  const seen = body.items.find((one: { id: string }) => one.id === id)
  expect(seen.files.map((file: { id: string }) => file.id).sort()).toEqual([...fileIds].sort())
})

test('eight people at once each get their own place in the chat', async () => {
  const sent = await Promise.all(Array.from({ length: 8 }, (_, n) => say('marina', `Раз ${n}`)))
  expect(new Set(sent.map((one) => one.body.seq)).size).toBe(8)
})

test('staff who are in no chat see none until one is assigned to them; another client and another studio never do', async () => {
  expect((await world.ask('ilya', 'GET', 'threads')).body.items).toEqual([])
  await world.ask('vera', 'PATCH', `threads/${thread}`, { assignedMembershipId: world.people.ilya.membershipId })
  expect((await world.ask('ilya', 'GET', 'threads?show=mine')).body.items).toMatchObject([{ id: thread }])
  expect((await world.ask('pavel', 'GET', `threads/${thread}/messages`)).status).toBe(404)
  expect((await world.ask('olga', 'GET', `threads/${thread}/messages`)).status).toBe(404)
  expect((await world.ask('olga', 'GET', `threads/${thread}/messages`, undefined, 'north')).status).toBe(403)
})

test.each(['marina', 'pavel', 'olga'] as const)(
  'a chat is not assigned to a client nor a stranger: %s',
  async (name) => {
    const change = { assignedMembershipId: world.people[name].membershipId, state: 'done' }
    const refused = await world.ask('vera', 'PATCH', `threads/${thread}`, change)
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', fields: [{ pointer: '/assignedMembershipId', code: 'unknown' }] },
    })
    expect((await world.ask('marina', 'GET', 'threads')).body.items[0].state).toBe('open')
  },
)

test('a message is about a project that was opened in this chat, and about no other client’s', async () => {
  const [own, others] = [randomUUID(), randomUUID()]
  const { id: theirs } = await world.act('pavel', (ctx) => openThread(ctx, world.people.pavel.membershipId))
  const opened = (threadId: string, projectId: string) =>
    world.act('vera', (ctx) => postNotice(ctx, { threadId, projectId, notice: 'project.opened' }))
  await opened(theirs, others)
  const refusal = {
    status: 400,
    body: { code: 'invalid_request', fields: [{ pointer: '/projectId', code: 'unknown' }] },
  }
  for (const as of ['marina', 'vera'] as const) {
    expect(await say(as, 'Чужой проект', { projectId: others })).toMatchObject(refusal)
    expect(await say(as, 'Ещё не открыт', { projectId: own })).toMatchObject(refusal)
  }
  await opened(thread, own)
  expect((await say('marina', 'Мой проект', { projectId: own })).status).toBe(201)
})

test('a read mark goes forward only, and empties the count', async () => {
  const { lastSeq } = await read('marina')
  await world.ask('marina', 'PUT', `threads/${thread}/read-mark`, { seq: lastSeq })
  await world.ask('marina', 'PUT', `threads/${thread}/read-mark`, { seq: 1 })
  expect((await world.ask('marina', 'GET', 'threads')).body.items[0].unread).toBe(0)
})

test('a canned reply is added, changed and taken away by who moderates; a title stands once', async () => {
  const reply = { title: 'Адрес', body: 'Яуза, 4' }
  const { id } = (await world.ask('vera', 'POST', 'canned-replies', reply)).body
  expect((await world.ask('ilya', 'PUT', `canned-replies/${id}`, reply)).status).toBe(403)
  await world.ask('vera', 'POST', 'canned-replies', { title: 'Сроки', body: 'Десять дней' })
  const taken = await world.ask('vera', 'PUT', `canned-replies/${id}`, { title: 'Сроки', body: 'x' })
  expect(taken.body.code).toBe('canned_reply_taken')
  const changed = { title: 'Как пройти', body: 'Яуза, 4, со двора' }
  expect((await world.ask('vera', 'PUT', `canned-replies/${id}`, changed)).status).toBe(204)
  expect((await world.ask('ilya', 'GET', 'canned-replies')).body).toContainEqual({ id, ...changed })
  expect((await world.ask('vera', 'PUT', `canned-replies/${randomUUID()}`, changed)).status).toBe(404)
  expect((await world.ask('olga', 'PUT', `canned-replies/${id}`, changed)).status).toBe(404)
  expect((await world.ask('marina', 'GET', 'canned-replies')).status).toBe(403)
  expect(await world.lastChange('canned_reply.changed')).toEqual({ before: reply, after: changed })
  expect((await world.ask('vera', 'DELETE', `canned-replies/${id}`)).status).toBe(204)
  expect(await world.lastChange('canned_reply.removed')).toEqual({ before: changed, after: null })
})
