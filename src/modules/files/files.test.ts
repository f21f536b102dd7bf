import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { synthesise } from '../../kernel/media/index.ts'
import { admin } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { filesCheck } from './checks.ts'
import { attachUpload, freezeFiles, grantAccess, setStorageLimit, showFiles, unlockOriginals } from './index.ts'
import { filesWorld, type PersonName } from './world-for-tests.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

let world: Awaited<ReturnType<typeof filesWorld>>
beforeAll(async () => {
  world = await filesWorld({ UPLOAD_LIMIT_MIB: '64' })
})
afterAll(() => world.close())

const membershipOf = (name: PersonName) => world.people[name].profile.membershipId
const code = async (answer: Response) => [answer.status, (await answer.json()).code]
const described = async (as: PersonName, id: string) => (await world.ask(as, `files/${id}`)).json()
const happened = async (id: string) =>
  (await admin(world.database.ownerUrl, 'select name from events where subject_id = $1 order by id', [id])).rows.map(
    (row) => row.name,
  )

/** Egor, the engineer, sends Anna a version of which she may hear the preview. */
async function delivered(bytes: Uint8Array, name = 'Ночной поезд (микс 2).wav') {
  const id = await world.send('egor', bytes, name)
  const subject = { type: 'version', id: newId() }
  await world.act('egor', (ctx) =>
    attachUpload(ctx, {
      fileId: id,
      subject,
      access: [
        { to: { membershipId: membershipOf('anna') }, right: 'preview' },
        { to: 'studio', right: 'original' },
      ],
    }),
  )
  return { id, subject }
}

describe('a file arrives bit for bit', () => {
  test('with its name and hash, and what it is by its content, whatever was said of it', async () => {
    const bytes = randomBytes(200_000)
    const id = await world.send('anna', bytes, '../Папка\\вокал \u202e«дубль 3».mp3', { filetype: 'audio/mpeg' })
    expect(await described('anna', id)).toMatchObject({
      name: 'вокал «дубль 3».mp3',
      mediaType: 'application/octet-stream',
      kind: 'other',
      bytes: 200_000,
      sha256: sha256(bytes),
      state: 'loose',
      right: 'original',
      sentBy: membershipOf('anna'),
    })
    const content = await world.ask('anna', `files/${id}/content`)
    expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).toBe(true)
    expect(await happened(id)).toEqual(['file.uploaded', 'file.downloaded'])
  })

  test('a page that claims to be a picture is saved, not shown, and can run nothing', async () => {
    const id = await world.send('anna', Buffer.from('<html><script>alert(1)</script>'), 'cat.png', {
      filetype: 'image/png',
    })
    const content = await world.ask('anna', `files/${id}/content?as=inline`)
    expect(content.headers.get('content-disposition')).toMatch(/^attachment; filename="?cat.png/)
    expect(content.headers.get('content-type')).not.toContain('html')
    expect(content.headers.get('x-content-type-options')).toBe('nosniff')
    expect(content.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('a Cyrillic name is there for every browser', async () => {
    const id = await world.send('anna', randomBytes(10), 'Демо №1.zip')
    const header = (await world.ask('anna', `files/${id}/content`)).headers.get('content-disposition')
    expect(header).toContain(`filename*=UTF-8''${encodeURIComponent('Демо №1.zip')}`)
  })

  test('parts of it can be fetched, and a resumed download never mixes two files', async () => {
    const bytes = randomBytes(1000)
    const id = await world.send('anna', bytes, 'take.bin')
    const get = (headers: Record<string, string>) => world.ask('anna', `files/${id}/content`, { headers })
    const part = await get({ range: 'bytes=100-199' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 100-199/1000'])
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true)
    const tail = await get({ range: 'bytes=-10' })
    expect(Buffer.from(await tail.arrayBuffer()).equals(bytes.subarray(990))).toBe(true)
    const tailOfMore = await get({ range: 'bytes=-5000' })
    expect([tailOfMore.status, tailOfMore.headers.get('content-range')]).toEqual([206, 'bytes 0-999/1000'])
    const etag = part.headers.get('etag') ?? ''
    expect(etag).toBe(`"${sha256(bytes)}"`)
    expect((await get({ range: 'bytes=5-', 'if-range': etag })).status).toBe(206)
    expect((await get({ range: 'bytes=5-', 'if-range': '"another"' })).status).toBe(200)
    expect((await get({ 'if-none-match': etag })).status).toBe(304)
    const beyond = await get({ range: 'bytes=1000-' })
    expect([beyond.headers.get('content-range'), ...(await code(beyond))]).toEqual([
      'bytes */1000',
      416,
      'range_not_satisfiable',
    ])
    const downloads = async () =>
      (
        await admin(
          world.database.ownerUrl,
          `select payload->>'range' as range from events where subject_id = $1 and name = 'file.downloaded' order by id`,
          [id],
        )
      ).rows.map(({ range }) => range)
    // What was fetched is in the audit log, wherever it began: the first of the parts that follow each other, and the whole.
    expect(await downloads()).toEqual(['bytes=100-199', null])
    await admin(
      world.database.ownerUrl,
      `update events set occurred_at = occurred_at - interval '11 minutes' where subject_id = $1`,
      [id],
    )
    await Promise.all(['bytes=7-8', 'bytes=7-8', 'bytes=7-8'].map((range) => get({ range })))
    expect(await downloads()).toEqual(['bytes=100-199', null, 'bytes=7-8'])
    const head = await world.ask('anna', `files/${id}/content`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1000'])
  })

  test('what is refused leaves nothing behind', async () => {
    const metadata = { filename: 'x', subjectType: 'thread', subjectId: newId() }
    expect(await code(await world.begin('anna', 65 * 1024 ** 2, metadata))).toEqual([413, 'upload_too_large'])
    const vague = await (await world.begin('anna', 10, { filename: 'x', subjectType: 'thread' })).json()
    expect(vague).toMatchObject({ code: 'invalid_request', fields: [{ pointer: '/subjectId' }] })
    await world.act('olga', (ctx) => setStorageLimit(ctx, 100))
    expect(await code(await world.begin('olga', 101, metadata))).toEqual([403, 'storage_quota_exceeded'])
    await world.send('olga', randomBytes(60), 'fits')
    expect(await code(await world.begin('olga', 41, metadata))).toEqual([403, 'storage_quota_exceeded'])
    expect(await (await world.ask('olga', 'storage')).json()).toEqual({ usedBytes: 60, limitBytes: 100 })
  })

  test('uploads announced at once do not all get the last of the room; one given up gives its own back', async () => {
    const metadata = { filename: 'x', subjectType: 'thread', subjectId: newId() }
    await world.act('olga', (ctx) => setStorageLimit(ctx, 160))
    const answers = await Promise.all(Array.from({ length: 5 }, () => world.begin('olga', 45, metadata)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403, 403])
    const [taken] = answers.filter(({ status }) => status === 201)
    const address = new URL(taken?.headers.get('location') ?? '', world.url).pathname
    const headers = { 'tus-resumable': '1.0.0' }
    expect((await world.ask('olga', address, { method: 'DELETE', headers })).status).toBe(204)
    expect((await world.begin('olga', 45, metadata)).status).toBe(201)
    expect((await world.begin('olga', 45, metadata)).status).toBe(403)
  })
})

describe('who may see it', () => {
  test('nobody but its sender while it belongs to nothing; another studio never', async () => {
    const id = await world.send('anna', randomBytes(10), 'mine')
    for (const other of ['vera', 'egor', 'pavel'] as const) {
      expect(await code(await world.ask(other, `files/${id}`))).toEqual([404, 'not_found'])
      expect(await code(await world.ask(other, `files/${id}/content`))).toEqual([404, 'not_found'])
    }
    expect(await code(await world.ask('olga', `files/${id}`))).toEqual([404, 'not_found'])
    expect((await world.ask('olga', `/api/studios/north/files/${id}`)).status).toBe(403)
  })

  test("another's upload cannot be attached, an attached one not to something else", async () => {
    const id = await world.send('anna', randomBytes(10), 'mine')
    const subject = { type: 'message', id: newId() }
    const attach = (as: PersonName, to = subject) =>
      world.act(as, (ctx) => attachUpload(ctx, { fileId: id, subject: to, access: [] }))
    await expect(attach('pavel')).rejects.toMatchObject({ code: 'not_found' })
    await attach('anna')
    await attach('anna')
    await expect(attach('anna', { ...subject, id: newId() })).rejects.toMatchObject({ code: 'file_already_attached' })
    expect((await happened(id)).filter((name) => name === 'file.attached')).toHaveLength(1)
  })

  test('a frozen file is attached to nothing else', async () => {
    const { id, subject } = await delivered(randomBytes(10), 'final.zip')
    await world.act('vera', (ctx) => freezeFiles(ctx, { subject }))
    expect(await described('anna', id)).toMatchObject({ state: 'frozen' })
    const elsewhere = { fileId: id, subject: { type: 'message', id: newId() }, access: [] }
    await expect(world.act('egor', (ctx) => attachUpload(ctx, elsewhere))).rejects.toMatchObject({
      code: 'file_already_attached',
    })
  })

  test('the receiver hears the preview while the original is in safe keeping, and has it once it is unlocked', async () => {
    const song = Buffer.concat([...synthesise({ seed: 5, seconds: 6 })])
    const { id, subject } = await delivered(song)
    await until(async () => (await described('anna', id)).reading === 'read')
    expect(await described('anna', id)).toMatchObject({
      right: 'preview',
      kind: 'sound',
      mediaType: 'audio/wav',
      sha256: sha256(song),
      facts: { seconds: 6, sampleRateHz: 44_100, bitDepth: 16, channels: 2 },
      derived: ['detail', 'peaks', 'preview'],
    })
    expect(await code(await world.ask('anna', `files/${id}/content`))).toEqual([403, 'original_locked'])
    const preview = await world.ask('anna', `files/${id}/preview`, { headers: { range: 'bytes=0-' } })
    expect([preview.status, preview.headers.get('content-type')]).toEqual([206, 'audio/mpeg'])
    expect((await preview.arrayBuffer()).byteLength).toBeLessThan(song.byteLength / 8)
    const peaks = await (await world.ask('anna', `files/${id}/peaks`)).json()
    expect(peaks.min).toHaveLength(peaks.max.length)
    expect(peaks.secondsPerBar * peaks.max.length).toBeCloseTo(6, 1)
    const detail = await (await world.ask('anna', `files/${id}/peaks/detail`)).json()
    expect(detail.max.length).toBeGreaterThanOrEqual(peaks.max.length)

    await world.act('vera', (ctx) => unlockOriginals(ctx, { subject }))
    await world.act('vera', (ctx) => unlockOriginals(ctx, { subject }))
    const original = await world.ask('anna', `files/${id}/content`)
    expect(sha256(Buffer.from(await original.arrayBuffer()))).toBe(sha256(song))
    expect((await happened(id)).filter((name) => name === 'file.unlocked')).toHaveLength(1)
    expect(await happened(id)).toEqual(expect.arrayContaining(['file.derived', 'file.previewed', 'file.downloaded']))
  })

  test("a sender's deletion removes it from the sender's sight only: the receiver's copy, hash and time stay", async () => {
    const bytes = randomBytes(500)
    const { id, subject } = await delivered(bytes, 'stems.zip')
    await world.act('vera', (ctx) => unlockOriginals(ctx, { subject }))
    const before = await described('anna', id)
    expect((await world.ask('egor', `files/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await world.ask('egor', `files/${id}`)).status).toBe(404)
    expect((await world.ask('egor', `files/${id}`, { method: 'DELETE' })).status).toBe(404)
    expect(await described('anna', id)).toEqual(before)
    const content = await world.ask('anna', `files/${id}/content`)
    expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).toBe(true)
    expect((await world.ask('vera', `files/${id}`)).status).toBe(200)
    expect(await happened(id)).toContain('file.hidden')
  })

  test('what its sender takes back before anybody had it gives its room back, once, and belongs to nothing any more', async () => {
    const used = async () => (await (await world.ask('vera', 'storage')).json()).usedBytes
    const before = await used()
    const id = await world.send('anna', randomBytes(700), 'wrong take.wav')
    expect(await used()).toBe(before + 700)
    const statuses = await Promise.all(
      [1, 2].map(async () => (await world.ask('anna', `files/${id}`, { method: 'DELETE' })).status),
    )
    expect(statuses.sort()).toEqual([204, 404])
    expect(await used()).toBe(before)
    const attaching = world.act('anna', (ctx) =>
      attachUpload(ctx, { fileId: id, subject: { type: 'thread', id: newId() }, access: [] }),
    )
    await expect(attaching).rejects.toMatchObject({ code: 'not_found' })
    const { id: kept } = await delivered(randomBytes(300), 'kept.zip')
    await world.ask('egor', `files/${kept}`, { method: 'DELETE' })
    expect(await used()).toBe(before + 300)
  })

  test('a right is never lowered, and what was hidden does not come back by being given again', async () => {
    const { id } = await delivered(randomBytes(10), 'x')
    const toAnna = (right: 'preview' | 'original') =>
      world.act('vera', (ctx) =>
        grantAccess(ctx, { fileIds: [id], access: [{ to: { membershipId: membershipOf('anna') }, right }] }),
      )
    await toAnna('original')
    await toAnna('preview')
    expect((await described('anna', id)).right).toBe('original')
    await world.ask('anna', `files/${id}`, { method: 'DELETE' })
    await toAnna('original')
    expect((await world.ask('anna', `files/${id}`)).status).toBe(404)
  })
})

describe('a list of files', () => {
  test('has what is in sight, each once, the newest first, page after page', async () => {
    const subjectId = newId()
    const sent: string[] = []
    for (const as of ['pavel', 'vera', 'pavel', 'vera', 'pavel'] as const) {
      const id = await world.send(as, randomBytes(5), `${sent.length}.bin`)
      await world.act(as, (ctx) =>
        attachUpload(ctx, {
          fileId: id,
          subject: { type: 'chat', id: subjectId },
          access: [{ to: 'studio', right: 'original' }],
        }),
      )
      sent.unshift(id)
    }
    const page = async (
      as: PersonName,
      query: string,
    ): Promise<{ items: { id: string }[]; nextCursor: string | null }> =>
      (await world.ask(as, `files?subjectId=${subjectId}&${query}`)).json()
    const first = await page('vera', 'limit=3')
    const second = await page('vera', `limit=3&cursor=${first.nextCursor}`)
    expect([...first.items, ...second.items].map((file) => file.id)).toEqual(sent)
    expect(second.nextCursor).toBeNull()
    expect((await page('pavel', '')).items.map((file) => file.id)).toEqual([sent[0], sent[2], sent[4]])
    const pavel = membershipOf('pavel')
    expect((await page('vera', `sentBy=${pavel}&kind=other`)).items).toHaveLength(3)
    expect((await page('egor', '')).items).toEqual([])
  })
})

describe('what everybody may see', () => {
  const open = (path: string) =>
    world.ask('olga', `/api/studios/north/shown-files/${path}`, { headers: { cookie: '' } })

  test('a file is shown to nobody until the studio shows it, and then as far as it says', async () => {
    const id = await world.send('vera', randomBytes(20), 'logo.bin')
    expect((await open(`${id}/content`)).status).toBe(404)
    await world.act('vera', (ctx) => showFiles(ctx, { fileIds: [id], right: 'preview' }))
    expect(await code(await open(`${id}/content`))).toEqual([403, 'original_locked'])
    await world.act('vera', (ctx) => showFiles(ctx, { fileIds: [id], right: 'original' }))
    const shown = await open(`${id}/content`)
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
    expect((await world.ask('olga', `/api/studios/attic/shown-files/${id}/content`)).status).toBe(404)
    await world.act('vera', (ctx) => showFiles(ctx, { fileIds: [id], right: null }))
    expect((await open(`${id}/content`)).status).toBe(404)
  })
})

describe('what is made of it', () => {
  test('a sound that cannot be read says so, and is still the file that was sent', async () => {
    const broken = Buffer.concat([Buffer.from('RF64\xff\xff\xff\xffWAVEfmt ', 'latin1'), randomBytes(100)])
    const id = await world.send('anna', broken, 'broken.wav')
    expect(await described('anna', id)).toMatchObject({ kind: 'sound', mediaType: 'audio/wav' })
    await until(async () => (await described('anna', id)).reading !== 'waiting')
    expect(await described('anna', id)).toMatchObject({ reading: 'unreadable', derived: [] })
    expect(await code(await world.ask('anna', `files/${id}/preview`))).toEqual([404, 'no_such_preview'])
    expect((await world.ask('anna', `files/${id}/content`)).status).toBe(200)
  })

  test('a picture gets a thumbnail', async () => {
    const { default: sharp } = await import('sharp')
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    const id = await world.send('anna', picture, 'обложка.png')
    await until(async () => (await described('anna', id)).reading === 'read')
    expect(await described('anna', id)).toMatchObject({
      kind: 'picture',
      facts: { width: 900, height: 600 },
      derived: ['thumbnail'],
    })
    const thumbnail = await world.ask('anna', `files/${id}/thumbnail`)
    expect(thumbnail.headers.get('content-type')).toBe('image/webp')
    expect(thumbnail.headers.get('content-disposition')).toMatch(/^inline/)
  })
})

test('verify reads every file: one that is gone or has other bytes is named', async () => {
  const { storage } = world.services
  const blob = await storage.blobs.put([Buffer.from(newId())])
  const insert = 'insert into blobs (sha256, bytes) values ($1, $2)'
  await admin(world.database.ownerUrl, insert, [blob.sha256, blob.bytes + 1])
  const gone = sha256(randomBytes(8))
  await admin(world.database.ownerUrl, insert, [gone, 8])
  expect([...(await filesCheck.run(world.services))].sort()).toEqual(
    [
      `blob ${blob.sha256} has ${blob.bytes} bytes instead of ${blob.bytes + 1}`,
      `blob ${gone} is not in the store`,
    ].sort(),
  )
})
