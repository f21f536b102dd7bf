import { expect, type Locator } from '@playwright/test'
import sharp from 'sharp'
import type { Someone } from '../people.ts'

/** The owner gives the site a logo and a cover; what is no picture is refused beside its place first. */
export async function dressWithPictures({ page, press, say }: Someone): Promise<void> {
  const give = async (button: string, name: string, buffer: Buffer) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      press(page.getByRole('button', { name: button })),
    ])
    await chooser.setFiles({ name, mimeType: 'image/png', buffer })
  }
  await give(say('brand_logo_choose'), 'logo.png', Buffer.from('Not a picture at all'))
  await expect(page.getByRole('alert').filter({ hasText: 'SVG' })).toBeVisible()
  const dot = sharp({ create: { width: 300, height: 300, channels: 4, background: '#0000' } })
  const logo = await dot
    .composite([{ input: SHAPE, gravity: 'centre' }])
    .png()
    .toBuffer()
  await give(say('brand_logo_choose'), 'logo.png', logo)
  await expect(page.getByRole('button', { name: say('brand_logo_replace') })).toBeVisible()
  await give(say('brand_cover_choose'), 'cover.jpg', await sharp(HILLS).jpeg().toBuffer())
  await expect(page.getByRole('button', { name: say('brand_cover_replace') })).toBeVisible()
  await page.reload()
  await expectShown(page.getByRole('img', { name: say('brand_logo'), exact: true }))
  await expectShown(page.getByRole('img', { name: say('brand_cover'), exact: true }))
}

/** A picture is there, and not only its place. */
export async function expectShown(picture: Locator): Promise<void> {
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth)).toBeTruthy()
}

const SHAPE = Buffer.from('<svg width="200" height="200"><path d="M20 180L100 20L180 180Z" fill="#1f6f54"/></svg>')
const HILLS = Buffer.from(
  '<svg width="1600" height="600"><rect width="1600" height="600" fill="#dfe9e1"/><path d="M0 420L420 180L760 400L1180 140L1600 440V600H0Z" fill="#1f6f54"/></svg>',
)
