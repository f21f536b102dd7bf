import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, platformTable, tenantTable } from '../../kernel/database/index.ts'
import { accounts } from '../identity/index.ts'

/** A text in the languages of the interface. */
export interface Words {
  ru: string
  en: string
}

/** A picture that the studio shows of itself (P3): drawn anew from what was sent, in several sizes, each by its hash. */
export interface BrandPicture {
  /** The file that was sent; nobody outside the studio is given it. */
  fileId: string
  /** The narrowest first; pixels. */
  sizes: { width: number; height: number; sha256: string }[]
  /** For where no page of ours shows it: a tab's icon (logo), the preview of a link (cover). */
  card: string
  /** What a see-through logo is read on. Null: it covers its own ground. */
  ground: 'light' | 'dark' | null
}

/** The tenant. Everything that a studio owns carries its id as `studio_id`. */
export const studios = platformTable(
  'studios',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    slug: text().notNull(),
    name: text().notNull(),
    currency: text({ enum: ['RUB', 'USD', 'EUR'] }).notNull(),
    zone: text().notNull(),
    locale: text({ enum: ['ru', 'en'] }).notNull(),
    /** What the subscription allows. */
    state: text({ enum: ['active', 'read_only'] })
      .notNull()
      .default('active'),
    /** Since when the operator keeps it closed, whatever its subscription says, and why (P20). */
    blockedAt: instant(),
    blockedReason: text(),
    /** Signal colour of the studio's site and app, `#rrggbb`. */
    colour: text().notNull().default('#c9780c'),
    /** What the site shows at its top; null where the owner gave none. */
    logo: jsonb().$type<BrandPicture>(),
    cover: jsonb().$type<BrandPicture>(),
    tagline: jsonb().$type<Words>().notNull().default({ ru: '', en: '' }),
    about: jsonb().$type<Words>().notNull().default({ ru: '', en: '' }),
    address: text().notNull().default(''),
    phone: text().notNull().default(''),
    email: text().notNull().default(''),
    createdAt: instant().notNull().default(sql`now()`),
    updatedAt: instant()
      .notNull()
      .default(sql`now()`)
      .$onUpdate(() => Temporal.Now.instant()),
  },
  (t) => [
    unique('studios_slug').on(t.slug),
    check('studios_slug_form', sql`${t.slug} ~ '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$'`),
    check('studios_block_reason', sql`(${t.blockedAt} is null) = (${t.blockedReason} is null)`),
    check('studios_colour_form', sql`${t.colour} ~ '^#[0-9a-f]{6}$'`),
  ],
  {
    reason: 'the list of tenants itself; a row is seen only by its own studio',
    grants: ['select', 'insert', 'update'],
    condition: `id = nullif(current_setting('app.studio_id', true), '')::uuid`,
  },
)

/** A person's profile and role in one studio (P5, P6, P7). The same person may hold several. */
export const memberships = tenantTable(
  'memberships',
  {
    accountId: uuid().notNull(),
    role: text({ enum: ['owner', 'manager', 'staff', 'client'] }).notNull(),
    displayName: text().notNull(),
    /** What the person does in the studio: «звукорежиссёр», "mastering". */
    title: text().notNull().default(''),
    /** Whether the studio's site shows the person in its team. */
    public: boolean().notNull().default(false),
    /** The set of permissions that the owner granted, beyond those of the role. */
    permissionSetId: uuid(),
    state: text({ enum: ['active', 'left', 'blocked'] })
      .notNull()
      .default('active'),
  },
  (t) => [
    unique('memberships_once').on(t.studioId, t.accountId, t.role),
    index('memberships_by_account').on(t.accountId),
    index('memberships_by_role').on(t.studioId, t.role, t.id),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.id] }),
    foreignKey({
      columns: [t.studioId, t.permissionSetId],
      foreignColumns: [permissionSets.studioId, permissionSets.id],
    }),
  ],
  { ownRowsBy: 'account_id' },
)

/** A named set of permissions that the owner edits and gives to staff (P6). */
export const permissionSets = tenantTable(
  'permission_sets',
  { name: text().notNull(), permissions: text().array().notNull().default(sql`'{}'`) },
  (t) => [
    unique('permission_sets_name').on(t.studioId, t.name),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id] }),
  ],
)

/** A way into the studio for one e-mail: by the link that was sent there (P4, R1). */
export const invitations = tenantTable(
  'invitations',
  {
    email: text().notNull(),
    role: text({ enum: ['manager', 'staff', 'client'] }).notNull(),
    displayName: text().notNull(),
    title: text().notNull().default(''),
    permissionSetId: uuid(),
    /** SHA-256 of the token in the link. */
    tokenHash: text().notNull(),
    invitedBy: uuid().notNull(),
    expiresAt: instant().notNull(),
    state: text({ enum: ['sent', 'accepted', 'withdrawn'] })
      .notNull()
      .default('sent'),
    acceptedMembershipId: uuid(),
  },
  (t) => [
    unique('invitations_token').on(t.studioId, t.tokenHash),
    index('invitations_by_token').on(t.tokenHash),
    index('invitations_by_state').on(t.studioId, t.state, t.id),
    foreignKey({ columns: [t.studioId, t.invitedBy], foreignColumns: [memberships.studioId, memberships.id] }),
    foreignKey({
      columns: [t.studioId, t.permissionSetId],
      foreignColumns: [permissionSets.studioId, permissionSets.id],
    }),
    foreignKey({
      columns: [t.studioId, t.acceptedMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
    }),
  ],
)

/** What a site is made of, in the order that it has at first. */
export const BLOCK_KINDS = ['about', 'services', 'schedule', 'team', 'ratings', 'contacts'] as const

/** A block of a studio's site, in the order that the owner gave. */
export interface SiteBlock {
  kind: (typeof BLOCK_KINDS)[number]
  visible: boolean
}

/** A studio's own site (P3). A studio without a row has none, and its address says so. */
export const sites = tenantTable(
  'sites',
  { enabled: boolean().notNull().default(true), blocks: jsonb().$type<SiteBlock[]>().notNull() },
  (t) => [unique('sites_one').on(t.studioId), foreignKey({ columns: [t.studioId], foreignColumns: [studios.id] })],
)

/**
 * Who shares in what the studio earns, and since when (R16): the studio's default where no worker is named, one worker's
 * own with the reason for it. Rows are only added: the history is the table.
 */
export const revenueSharingTerms = tenantTable(
  'revenue_sharing_terms',
  {
    membershipId: uuid(),
    bps: integer().notNull(),
    reason: text().notNull().default(''),
    inForceFrom: instant().notNull(),
    setBy: uuid(),
  },
  (t) => [
    index('revenue_sharing_terms_newest').on(t.studioId, t.membershipId, t.inForceFrom),
    check('revenue_sharing_terms_share', sql`${t.bps} between 0 and 10000`),
    check('revenue_sharing_terms_reason', sql`${t.membershipId} is null or length(${t.reason}) > 0`),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'revenue_sharing_terms_member',
    }),
    foreignKey({
      columns: [t.studioId, t.setBy],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'revenue_sharing_terms_set_by',
    }),
  ],
  { appendOnly: true },
)

/**
 * What the studio may have by its plan (P8); null is without limit. Whoever takes a seat or adds a room locks this row
 * first, so that of two at once one gets the last: triggers see to it, and name `memberships_seats`, `resources_rooms`.
 */
export const studioLimits = tenantTable('studio_limits', { staff: integer(), rooms: integer() }, (t) => [
  unique('studio_limits_one').on(t.studioId),
  check('studio_limits_positive', sql`${t.staff} > 0 and ${t.rooms} > 0`),
  foreignKey({ columns: [t.studioId], foreignColumns: [studios.id] }),
])
