import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, minor, tenantTable } from '../../../kernel/database/index.ts'
import { CURRENCIES } from '../../../kernel/money.ts'
import { memberships, revenueSharingTerms } from '../../studios/index.ts'
import { projectStages, projects, SIDES } from './projects.ts'

export const OFFER_STATES = ['proposed', 'accepted', 'declined', 'countered', 'expired', 'withdrawn'] as const
export const PURCHASE_STATES = ['held', 'paid_out', 'returned', 'divided'] as const

/** A scope and a price, proposed by one side to the other (R5). */
export const offers = tenantTable(
  'offers',
  {
    projectId: uuid().notNull(),
    number: integer().notNull(),
    side: text({ enum: SIDES }).notNull(),
    proposedBy: uuid().notNull(),
    scope: text().notNull(),
    currency: text({ enum: CURRENCIES }).notNull(),
    amountMinor: minor().notNull(),
    /** The item of the price list that it is about. */
    serviceId: uuid(),
    /** The stage that it pays for; null: the whole project (R14). */
    stageId: uuid(),
    /** Who does the work, and so shares in its price; null: the studio alone. */
    performerMembershipId: uuid(),
    revisionsIncluded: integer().notNull(),
    /** What one round beyond the included costs; null: nothing was agreed on. */
    revisionPriceMinor: minor(),
    expiresAt: instant().notNull(),
    state: text({ enum: OFFER_STATES }).notNull().default('proposed'),
    /** The offer that this one answers. */
    counterOf: uuid(),
    /** The offer that it is one more round of: the client bought it by asking for changes, at the price of that one. */
    roundOf: uuid(),
    decidedBy: uuid(),
    decidedAt: instant(),
  },
  (t) => [
    unique('offers_number').on(t.studioId, t.number),
    index('offers_by_project').on(t.studioId, t.projectId, t.id),
    check(
      'offers_price',
      sql`${t.amountMinor} > 0 and (${t.revisionPriceMinor} is null or ${t.revisionPriceMinor} > 0)`,
    ),
    check(
      'offers_round',
      sql`${t.roundOf} is null or (${t.revisionsIncluded} = 1 and ${t.revisionPriceMinor} is null)`,
    ),
    check('offers_revisions', sql`${t.revisionsIncluded} between 0 and 99`),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'offers_project',
    }),
    foreignKey({
      columns: [t.studioId, t.projectId, t.stageId],
      foreignColumns: [projectStages.studioId, projectStages.projectId, projectStages.id],
      name: 'offers_stage',
    }),
    foreignKey({
      columns: [t.studioId, t.proposedBy],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'offers_proposed_by',
    }),
    foreignKey({
      columns: [t.studioId, t.performerMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'offers_performer',
    }),
    foreignKey({
      columns: [t.studioId, t.counterOf],
      foreignColumns: [t.studioId, t.id],
      name: 'offers_counter_of',
    }),
    foreignKey({
      columns: [t.studioId, t.roundOf],
      foreignColumns: [t.studioId, t.id],
      name: 'offers_round_of',
    }),
  ],
)

/**
 * What was bought by accepting an offer, with the terms of that day: the platform's commission and the performer's share
 * stay what they were, whatever the terms become (R15, R16). The money waits in the hold.
 */
export const purchases = tenantTable(
  'purchases',
  {
    projectId: uuid().notNull(),
    offerId: uuid().notNull(),
    /** The ledger's hold: its id is the offer's, so that an offer is paid once. */
    holdId: uuid().notNull(),
    payerMembershipId: uuid().notNull(),
    payerAccountId: uuid().notNull(),
    currency: text({ enum: CURRENCIES }).notNull(),
    amountMinor: minor().notNull(),
    commissionBps: minor().notNull(),
    commissionFloorMinor: minor().notNull(),
    performerMembershipId: uuid(),
    performerAccountId: uuid(),
    /** The terms in force when it was bought. */
    termsId: uuid(),
    performerBps: integer().notNull().default(0),
    termsReason: text().notNull().default(''),
    boughtAt: instant().notNull(),
    state: text({ enum: PURCHASE_STATES }).notNull().default('held'),
    settledAt: instant(),
  },
  (t) => [
    unique('purchases_once').on(t.studioId, t.offerId),
    index('purchases_by_project').on(t.studioId, t.projectId, t.id),
    index('purchases_by_performer').on(t.studioId, t.performerMembershipId, t.settledAt),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'purchases_project',
    }),
    foreignKey({
      columns: [t.studioId, t.offerId],
      foreignColumns: [offers.studioId, offers.id],
      name: 'purchases_offer',
    }),
    foreignKey({
      columns: [t.studioId, t.payerMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'purchases_payer',
    }),
    foreignKey({
      columns: [t.studioId, t.performerMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'purchases_performer',
    }),
    foreignKey({
      columns: [t.studioId, t.termsId],
      foreignColumns: [revenueSharingTerms.studioId, revenueSharingTerms.id],
      name: 'purchases_terms',
    }),
  ],
)

/** Rounds of changes that the studio gave for nothing, each by its place in the order of all (R5). */
export const givenRounds = tenantTable(
  'given_rounds',
  { projectId: uuid().notNull(), membershipId: uuid().notNull(), round: integer().notNull() },
  (t) => [
    unique('given_rounds_once').on(t.studioId, t.projectId, t.round),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'given_rounds_project',
    }),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'given_rounds_giver',
    }),
  ],
  { appendOnly: true },
)

/** Thanks in money, to the performer alone (R17). Its id is the transfer's. */
export const tips = tenantTable(
  'tips',
  {
    projectId: uuid().notNull(),
    fromMembershipId: uuid().notNull(),
    performerMembershipId: uuid().notNull(),
    currency: text({ enum: CURRENCIES }).notNull(),
    amountMinor: minor().notNull(),
    message: text().notNull().default(''),
  },
  (t) => [
    index('tips_by_project').on(t.studioId, t.projectId),
    index('tips_by_performer').on(t.studioId, t.performerMembershipId, t.id),
    check('tips_amount', sql`${t.amountMinor} > 0`),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'tips_project',
    }),
    foreignKey({
      columns: [t.studioId, t.fromMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'tips_from',
    }),
    foreignKey({
      columns: [t.studioId, t.performerMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'tips_performer',
    }),
  ],
  { appendOnly: true },
)
