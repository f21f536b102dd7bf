import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPicture, UnreadablePicture } from './pictures.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-pictures-'))
})
afterAll(() => rm(folder, { recursive: true }))

const photo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c9780c' } }).withMetadata({ orientation: 6 })

test('a photo gets a small thumbnail, turned as its camera says, without what the camera knew', async () => {
  const path = join(folder, 'photo.jpg')
  await photo(3000, 2000)
    .withExif({ IFD0: { Copyright: 'Anna' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(path)
  const thumbnail = join(folder, 'photo.webp')
  expect(await readPicture(path, thumbnail)).toEqual({ format: 'jpeg', width: 2000, height: 3000 })
  const made = await sharp(thumbnail).metadata()
  expect(made).toMatchObject({ format: 'webp', width: 427, height: 640 })
  expect(made.exif).toBeUndefined()
})

test('a small picture is not blown up', async () => {
  const path = join(folder, 'small.png')
  await photo(60, 40).png().toFile(path)
  await readPicture(path, join(folder, 'small.webp'))
  expect(await sharp(join(folder, 'small.webp')).metadata()).toMatchObject({ width: 40, height: 60 })
})

test('what is no picture, or too large to open safely, says so', async () => {
  const bomb = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>')
  for (const [name, bytes] of [
    ['words.png', Buffer.from('words')],
    ['drawn.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['bomb.svg', bomb],
  ] as const) {
    await writeFile(join(folder, name), bytes)
    await expect(readPicture(join(folder, name), join(folder, 'x.webp'))).rejects.toBeInstanceOf(UnreadablePicture)
  }
})
