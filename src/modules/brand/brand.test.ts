import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Name, studioWorld } from '../../../test/studio-world.ts'
import { newId } from '../../kernel/ids.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { addFile, attachUpload, filesModule, prepareFile, setStorageLimit } from '../files/index.ts'
import { identityModule } from '../identity/index.ts'
import { studiosModule } from '../studios/index.ts'
import { brandModule, preparePicture } from './index.ts'
import { MOST_AT_ONCE } from './places.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, filesModule, brandModule])
})
afterAll(() => world.close())

const canvas = (width: number, height: number, background: string | object = '#204060') =>
  sharp({ create: { width, height, channels: 4, background: background as string } })
const photo = (width = 1800, height = 800, background = '#204060') =>
  canvas(width, height, background).jpeg().toBuffer()

/** Sends bytes as the picture, as a browser does. */
async function put(as: Name, place: 'logo' | 'cover', bytes: Uint8Array, studio: string = world.people[as].studio) {
  const answer = await fetch(`${world.url}/api/studios/${studio}/${place}`, {
    method: 'PUT',
    headers: { cookie: world.people[as].cookie, 'content-type': 'application/octet-stream' },
    body: Buffer.from(bytes),
  })
  return { status: answer.status, body: await answer.json() }
}
const open = (studio: string, sha256: string) => fetch(`${world.url}/api/studios/${studio}/pictures/${sha256}`)
const shown = async (studio: string) => (await fetch(`${world.url}/api/studios/${studio}/public`)).json()
const used = async () => (await world.ask('vera', 'GET', 'storage')).body.usedBytes as number

describe('the studio’s logo and cover (P3)', () => {
  test('what the owner sends is drawn anew in several sizes, which everybody is given by their hashes', async () => {
    const sent = await canvas(1800, 800)
      .withExif({ IFD0: { Copyright: 'Marina' }, IFD3: { GPSLatitude: '55/1 45/1 0/1' } })
      .jpeg()
      .toBuffer()
    const { status, body } = await put('vera', 'cover', sent)
    expect([status, body.sizes.map(({ width }: { width: number }) => width)]).toEqual([200, [520, 1040, 1560, 1800]])
    expect((await shown('north')).cover).toEqual(body)
    for (const { sha256, width, height } of body.sizes) {
      const answer = await open('north', sha256)
      const picture = Buffer.from(await answer.arrayBuffer())
      const seen = await sharp(picture).metadata()
      expect(seen).toMatchObject({ format: 'webp', width, height })
      expect([seen.exif, seen.icc, seen.xmp]).toEqual([undefined, undefined, undefined])
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        etag: `"${sha256}"`,
      })
    }
    const card = await open('north', body.card)
    expect(card.headers.get('content-type')).toBe('image/jpeg')
    expect(await sharp(Buffer.from(await card.arrayBuffer())).metadata()).toMatchObject({ width: 1200, height: 630 })
  })

  test('the file that was sent is given to nobody outside, and a member sees it as the studio’s', async () => {
    const { body } = await put('vera', 'logo', await photo(400, 200))
    const original = `${world.url}/api/studios/north/shown-files/${body.fileId}/content`
    expect((await (await fetch(original)).json()).code).toBe('original_locked')
    expect((await world.ask('vera', 'GET', `files/${body.fileId}`)).body).toMatchObject({ right: 'original' })
    expect((await world.ask('marina', 'GET', `files/${body.fileId}`)).status).toBe(404)
  })

  test('one that is replaced or removed is served no more, and its room is the studio’s again', async () => {
    const before = await used()
    const [first, second] = [await photo(900, 300, '#803020'), await photo(900, 300, '#308020')]
    const one = await put('vera', 'cover', first)
    const other = await put('vera', 'cover', second)
    expect((await open('north', one.body.card)).status).toBe(404)
    expect((await open('north', other.body.card)).status).toBe(200)
    expect((await world.ask('vera', 'DELETE', 'cover')).status).toBe(204)
    expect((await open('north', other.body.card)).status).toBe(404)
    expect((await shown('north')).cover).toBeNull()
    expect(await world.ask('vera', 'DELETE', 'cover')).toMatchObject({ status: 404 })
    expect(await used()).toBeLessThan(before)
    const again = await put('vera', 'cover', second)
    expect((await open('north', again.body.card)).status).toBe(200)
  })

  test('of many sent at once one stays, and one only is counted', async () => {
    await world.ask('vera', 'DELETE', 'cover')
    const before = await used()
    const sent = await Promise.all([...'123456'].map((shade) => photo(700, 300, `#${shade.repeat(6)}`)))
    const answers = await Promise.all(sent.map((bytes) => put('vera', 'cover', bytes)))
    expect(answers.map(({ status }) => status)).toEqual(sent.map(() => 200))
    const { cover } = await shown('north')
    const alive = await Promise.all(answers.map(({ body }) => open('north', body.card)))
    expect(alive.filter(({ status }) => status === 200)).toHaveLength(1)
    const kept = sent[answers.findIndex(({ body }) => body.fileId === cover.fileId)]
    expect(await used()).toBe(before + (kept?.byteLength ?? 0))
  })

  test('a see-through logo tells on which ground it reads', async () => {
    const mark = (colour: string) =>
      canvas(200, 200, '#0000')
        .composite([{ input: { create: { width: 90, height: 90, channels: 4, background: colour } } }])
        .png()
        .toBuffer()
    const grounds = [await mark('#111111'), await mark('#f5f5f0'), await photo(200, 200, '#f5f5f0')]
    const told = []
    for (const bytes of grounds) told.push((await put('vera', 'logo', bytes)).body.ground)
    expect(told).toEqual(['light', 'dark', null])
  })

  test('what is no picture, too heavy, too large or too small is refused, and nothing is kept of it', async () => {
    const before = [await used(), await shown('north')]
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script></svg>'
    const whole = await photo(2000, 900)
    const vast = await photo(10_000, 5_000)
    const refused = [
      [Buffer.from('Just words, called logo.png'), 422, 'picture_unreadable'],
      [Buffer.from(svg), 422, 'picture_unreadable'],
      [Buffer.from('<!doctype html><script>alert(1)</script>'), 422, 'picture_unreadable'],
      [Buffer.alloc(0), 422, 'picture_unreadable'],
      [whole.subarray(0, whole.length / 2), 422, 'picture_unreadable'],
      [Buffer.concat([whole, Buffer.alloc(9 * 1024 ** 2)]), 413, 'picture_too_heavy'],
      [vast, 422, 'picture_too_many_pixels'],
      [await photo(300, 100), 422, 'picture_too_small'],
    ] as const
    for (const [bytes, status, code] of refused) {
      expect(await put('vera', 'cover', bytes)).toMatchObject({ status, body: { code } })
    }
    const large = await put('vera', 'cover', vast)
    expect(large.body.params).toEqual({ megapixels: 50, limit: 40 })
    expect([await used(), await shown('north')]).toEqual(before)
  })

  test('a picture needs room under the plan', async () => {
    await world.system('attic', (ctx) => setStorageLimit(ctx, 1000))
    expect(await put('olga', 'logo', await photo(900, 900))).toMatchObject({
      status: 403,
      body: { code: 'storage_quota_exceeded' },
    })
    await world.system('attic', (ctx) => setStorageLimit(ctx, null))
    expect((await shown('attic')).logo).toBeNull()
  })

  test('a site that was ordered before there was a kind of block has it at its end, hidden', async () => {
    const about = { kind: 'about', visible: true }
    await world.ask('olga', 'PUT', 'site', { enabled: true, blocks: [about] })
    const { blocks } = (await shown('attic')).site
    expect(blocks[0]).toEqual(about)
    expect(blocks.slice(1)).toEqual(
      ['services', 'schedule', 'team', 'ratings', 'contacts'].map((kind) => ({ kind, visible: false })),
    )
  })

  test('only who sets the studio up changes them, and only there', async () => {
    const bytes = await photo(900, 900)
    for (const [as, studio] of [
      ['ilya', 'north'],
      ['marina', 'north'],
      ['olga', 'north'],
    ] as const) {
      expect((await put(as, 'logo', bytes, studio)).status).toBe(403)
      expect((await world.ask(as, 'DELETE', 'logo', undefined, studio)).status).toBe(403)
    }
  })

  test('no file of a project, nor of another studio, becomes public by being named or by its hash', async () => {
    const private_ = await photo(800, 800, '#774411')
    const store = world.services.storage.blobs
    const prepared = await prepareFile(store, 'contract.jpg', [private_])
    const subject = { type: 'project', id: newId() }
    const fileId = await world.act('marina', async (ctx) => {
      const id = await addFile(ctx, { ...prepared, subject, senderMembershipId: world.people.marina.membershipId })
      await attachUpload(ctx, { fileId: id, subject, access: [] })
      return id
    })
    const named = await fetch(`${world.url}/api/studios/north/logo`, {
      method: 'PUT',
      headers: { cookie: world.people.vera.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ fileId }),
    })
    expect([named.status, (await named.json()).code]).toEqual([422, 'picture_unreadable'])
    expect((await open('north', prepared.blob.sha256)).status).toBe(404)

    const { body } = await put('vera', 'logo', private_)
    expect((await open('attic', body.card)).status).toBe(404)
    expect((await open('north', body.card)).status).toBe(200)
    // The same bytes as a logo leave the project's file as private as it was.
    expect((await fetch(`${world.url}/api/studios/north/shown-files/${fileId}/content`)).status).toBe(404)
  })

  test('the audit tells what stood there before and what stands there after', async () => {
    await world.ask('vera', 'DELETE', 'logo')
    const { body } = await put('vera', 'logo', await photo(640, 320))
    await world.ask('vera', 'DELETE', 'logo')
    const { rows } = await admin(
      world.database.ownerUrl,
      `select name, before, after from events where name in ('studio.changed', 'file.discarded') and studio_id = $1
       order by id desc limit 3`,
      [world.studioIds.north],
    )
    expect(rows).toMatchObject([
      { name: 'file.discarded' },
      { name: 'studio.changed', before: { logo: body.fileId }, after: { logo: null } },
      { name: 'studio.changed', before: { logo: null }, after: { logo: body.fileId } },
    ])
  })

  test('of more pictures at once than may wait the rest is refused, and there is room again after them', async () => {
    const bytes = await photo(640, 320)
    const drawn = await Promise.allSettled(
      Array.from({ length: MOST_AT_ONCE + 3 }, () => preparePicture('logo', bytes)),
    )
    expect(drawn.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST_AT_ONCE)
    expect(drawn.slice(MOST_AT_ONCE)).toMatchObject(
      [1, 2, 3].map(() => ({ reason: { code: 'pictures_busy', details: { retryAfterS: 5 } } })),
    )
    await expect(preparePicture('logo', bytes)).resolves.toMatchObject({ place: 'logo' })
  })

  test('one account sends thirty an hour', async () => {
    for (let n = 0; n < 30; n++) expect(await put('olga', 'cover', Buffer.alloc(0))).toMatchObject({ status: 422 })
    expect(await put('olga', 'cover', Buffer.alloc(0))).toMatchObject({
      status: 429,
      body: { code: 'too_many_requests' },
    })
  })
})
