import { z } from 'zod'

/** The studio's logo or cover in JSON. Its bytes are at `/api/studios/{studio}/pictures/{sha256}`. */
export const brandPictureSchema = z
  .object({
    fileId: z.uuid().describe('the file that was sent'),
    sizes: z
      .array(z.object({ width: z.int(), height: z.int(), sha256: z.string() }))
      .describe('WebP, the narrowest first; pixels'),
    card: z.string().describe('hash of the PNG for a tab’s icon (logo), of the JPEG for a link’s preview (cover)'),
    ground: z
      .enum(['light', 'dark'])
      .nullable()
      .describe('what a see-through logo is read on; null: it covers its own ground'),
  })
  .meta({ id: 'BrandPicture' })
