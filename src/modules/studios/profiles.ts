import type pg from 'pg'
import { z } from 'zod'
import { type PermissionCatalogue, permissionsOf, ROLES, type Role } from '../../kernel/policy.ts'
import { brandPictureSchema } from './brand-picture.ts'
import type { BrandPicture } from './tables.ts'

export const profileSchema = z
  .object({
    membershipId: z.uuid(),
    role: z.enum(ROLES),
    displayName: z.string(),
    title: z.string(),
    permissions: z.array(z.string()),
    studio: z.object({
      id: z.uuid(),
      slug: z.string(),
      name: z.string(),
      currency: z.enum(['RUB', 'USD', 'EUR']),
      zone: z.string(),
      locale: z.enum(['ru', 'en']),
      state: z.enum(['active', 'read_only', 'blocked']),
      colour: z.string(),
      logo: brandPictureSchema.nullable(),
    }),
  })
  .meta({ id: 'Profile' })

export type ProfileJson = z.infer<typeof profileSchema>

interface Row {
  membership_id: string
  role: Role
  display_name: string
  title: string
  granted: string[]
  studio_id: string
  slug: string
  studio_name: string
  currency: 'RUB' | 'USD' | 'EUR'
  zone: string
  studio_locale: 'ru' | 'en'
  state: 'active' | 'read_only' | 'blocked'
  colour: string
  logo: BrandPicture | null
}

/** Every profile of an account with its studio (P5); of one studio only when its slug is given, on that studio's site. */
export async function profilesOf(
  pool: pg.Pool,
  accountId: string,
  catalogues: readonly PermissionCatalogue[],
  slug?: string,
): Promise<ProfileJson[]> {
  const { rows } = await pool.query<Row>({
    name: 'profiles_of',
    text: 'select * from profiles_of($1)',
    values: [accountId],
  })
  return rows
    .filter((row) => slug === undefined || row.slug === slug)
    .map((row) => ({
      membershipId: row.membership_id,
      role: row.role,
      displayName: row.display_name,
      title: row.title,
      permissions: [...permissionsOf(catalogues, row.role, new Set(row.granted))],
      studio: {
        id: row.studio_id,
        slug: row.slug,
        name: row.studio_name,
        currency: row.currency,
        zone: row.zone,
        locale: row.studio_locale,
        state: row.state,
        colour: row.colour,
        logo: row.logo,
      },
    }))
}
