import { sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { violatedConstraint } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import type { Currency } from '../../kernel/money.ts'
import { type Problem, problem } from '../../kernel/problem.ts'
import { studioCreated } from './events.ts'
import { join } from './membership.ts'
import { BLOCK_KINDS, permissionSets, type SiteBlock, sites, studios } from './tables.ts'

/** Subdomains that the platform keeps for itself. */
const RESERVED = new Set(
  'atelier www app api hub console mail mailbox admin help docs status static assets cdn s demo gateway'.split(' '),
)

/** What a new site shows, until its owner orders it otherwise. */
export const FIRST_BLOCKS: readonly SiteBlock[] = BLOCK_KINDS.map((kind) => ({ kind, visible: true }))

/** What the sets of a new studio grant, by names from the catalogues of the modules above; the owner edits them. */
const ENGINEER = ['files.upload']
const FRONT_DESK = [
  'people.manage',
  'bookings.manage',
  'messages.see_all',
  'messages.moderate',
  'projects.see_all',
  'projects.open',
  'files.upload',
]

export interface NewStudio {
  slug: string
  name: string
  currency: Currency
  zone: string
  locale: 'ru' | 'en'
  owner: { accountId: string; displayName: string }
}

/**
 * Makes the studio of the context, its owner's profile and its site (P2), in the transaction of whoever pays. The
 * context's studio id is the new studio's id. Throws `slug_taken` or `slug_reserved`.
 */
export async function createStudio(
  ctx: Ctx,
  studio: NewStudio,
): Promise<{ ownerMembershipId: string; engineerSetId: string | null }> {
  const { owner, ...columns } = studio
  refuseReserved(studio.slug)
  await ctx.tx
    .insert(studios)
    .values({ id: ctx.studioId, ...columns })
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'studios_slug') throw error
      throw taken()
    })
  const { id } = await join(ctx, { ...owner, role: 'owner', public: false })
  await ctx.tx.insert(sites).values({ studioId: ctx.studioId, blocks: [...FIRST_BLOCKS] })
  const [engineers] = await ctx.tx
    .insert(permissionSets)
    .values([
      { studioId: ctx.studioId, name: studio.locale === 'ru' ? 'Звукорежиссёр' : 'Engineer', permissions: ENGINEER },
      {
        studioId: ctx.studioId,
        name: studio.locale === 'ru' ? 'Администратор' : 'Front desk',
        permissions: FRONT_DESK,
      },
    ])
    .returning({ id: permissionSets.id })
  await publish(ctx, studioCreated, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { slug: studio.slug, name: studio.name },
    after: { currency: studio.currency, zone: studio.zone, locale: studio.locale },
  })
  return { ownerMembershipId: id, engineerSetId: engineers?.id ?? null }
}

/**
 * Refuses an address that is kept or used already, before anybody pays for it; whoever is first after that still gets
 * it. Throws `slug_taken` or `slug_reserved`.
 */
export async function refuseTakenSlug(ctx: Ctx, slug: string): Promise<void> {
  refuseReserved(slug)
  // Of another studio the runtime's role sees no row: this function tells that there is one.
  const { rows } = await ctx.tx.execute(sql`select from session_principal(null, ${slug}, null) where slug = ${slug}`)
  if (rows.length > 0) throw taken()
}

function refuseReserved(slug: string): void {
  if (RESERVED.has(slug)) throw problem('slug_reserved', { fields: [{ pointer: '/studio/slug', code: 'reserved' }] })
}

function taken(): Problem {
  return problem('slug_taken', { fields: [{ pointer: '/studio/slug', code: 'taken' }] })
}
