import { z } from 'zod'
import { moneySchema } from '../../kernel/money.ts'
import { ROLES } from '../../kernel/policy.ts'
import { instantSchema } from '../../kernel/time.ts'
import { fileSchema } from '../files/index.ts'
import {
  OFFER_STATES,
  PROJECT_KINDS,
  PROJECT_STATES,
  PURCHASE_STATES,
  RATING_REASONS,
  SIDES,
  STAGE_STATES,
  VERSION_STATES,
} from './tables.ts'

const side = z.enum(SIDES)

export const offerSchema = z
  .object({
    id: z.uuid(),
    number: z.int(),
    side: side.describe('who proposes'),
    proposedBy: z.uuid(),
    scope: z.string(),
    price: moneySchema,
    serviceId: z.uuid().nullable(),
    stageId: z.uuid().nullable(),
    performer: z.uuid().nullable(),
    revisionsIncluded: z.int(),
    revisionPrice: moneySchema.nullable().describe('what one round beyond the included costs'),
    expiresAt: instantSchema,
    madeAt: instantSchema,
    state: z.enum(OFFER_STATES),
    counterOf: z.uuid().nullable(),
    roundOf: z.uuid().nullable().describe('the offer that it is one more round of changes of'),
  })
  .meta({ id: 'Offer' })

export const splitSchema = z.object({
  performer: z.uuid().nullable(),
  performerBps: z.int(),
  reason: z.string().describe('why the performer’s share is their own'),
  performerGets: moneySchema,
  studioGets: moneySchema.nullable().describe('for who sees the studio’s money, as the commission'),
  commissionBps: z.int().nullable(),
  commission: moneySchema.nullable(),
})

const commentSchema = z.object({
  id: z.uuid(),
  atMs: z.int(),
  body: z.string(),
  answers: z.uuid().nullable(),
  state: z.enum(['open', 'resolved']),
  author: z.uuid(),
  at: instantSchema,
})

export const versionSchema = z
  .object({
    id: z.uuid(),
    number: z.int(),
    state: z.enum(VERSION_STATES),
    note: z.string(),
    sha256: z.string(),
    deliveredBy: z.uuid(),
    deliveredAt: instantSchema,
    heardAt: instantSchema.nullable(),
    file: fileSchema.nullable(),
    comments: z.array(commentSchema),
    verdicts: z.array(
      z.object({
        verdict: z.enum(['approved', 'changes_requested']),
        round: z.int().nullable(),
        note: z.string(),
        sha256: z.string(),
        at: instantSchema,
      }),
    ),
    rating: z
      .object({
        id: z.uuid(),
        score: z.int(),
        reasons: z.array(z.enum(RATING_REASONS)),
        words: z.string(),
        answer: z.string().nullable(),
        performer: z.uuid(),
      })
      .nullable(),
  })
  .meta({ id: 'Version' })

export const projectViewSchema = z
  .object({
    id: z.uuid(),
    title: z.string(),
    kind: z.enum(PROJECT_KINDS),
    state: z.enum(PROJECT_STATES),
    side: side.describe('which side the one who asks is on'),
    client: z.uuid(),
    threadId: z.uuid(),
    deadline: z.iso.date().nullable(),
    silentUntil: instantSchema.nullable(),
    closedAt: instantSchema.nullable(),
    summaryFileId: z.uuid().nullable().describe('the summary as it was issued to the one who asks'),
    staff: z.array(z.uuid()),
    people: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(ROLES) })),
    stages: z.array(
      z.object({ id: z.uuid(), name: z.string(), state: z.enum(STAGE_STATES), assignee: z.uuid().nullable() }),
    ),
    offers: z.array(offerSchema),
    purchases: z.array(
      z.object({
        id: z.uuid(),
        offerId: z.uuid(),
        state: z.enum(PURCHASE_STATES),
        price: moneySchema,
        paid: moneySchema.describe('what was paid out of it so far'),
        returned: moneySchema.describe('what went back to the client'),
        refunded: moneySchema.describe('given back by the platform after it was paid out'),
        boughtAt: instantSchema,
        split: splitSchema.nullable().describe('for the studio’s side; for a performer only their own share'),
      }),
    ),
    held: z.array(moneySchema),
    rounds: z.object({
      used: z.int(),
      included: z.int().describe('in the price, bought one by one, or given by the studio'),
      more: z
        .object({ price: moneySchema, offer: z.int().describe('number of the offer that named it') })
        .nullable()
        .describe('what one round beyond those costs; null: nothing was agreed on'),
    }),
    deliverables: z.array(
      z.object({ id: z.uuid(), title: z.string(), stageId: z.uuid().nullable(), versions: z.array(versionSchema) }),
    ),
    completions: z.array(z.object({ side, by: z.uuid().nullable(), at: instantSchema })),
    dispute: z
      .object({
        id: z.uuid(),
        side,
        reason: z.string(),
        state: z.enum(['open', 'decided', 'withdrawn']),
        clientBps: z.int().nullable(),
        note: z.string().nullable(),
        openedAt: instantSchema,
      })
      .nullable(),
    tips: z.array(
      z.object({
        id: z.uuid(),
        performer: z.uuid(),
        amount: moneySchema,
        message: z.string(),
        at: instantSchema,
      }),
    ),
  })
  .meta({ id: 'Project' })

export const projectInListSchema = z
  .object({
    id: z.uuid(),
    title: z.string(),
    kind: z.enum(PROJECT_KINDS),
    state: z.enum(PROJECT_STATES),
    client: z.object({ id: z.uuid(), name: z.string() }),
    deadline: z.iso.date().nullable(),
    stage: z.string().nullable().describe('the current one'),
    held: moneySchema.nullable(),
    openedAt: instantSchema,
    threadId: z.uuid(),
  })
  .meta({ id: 'ProjectInList' })
