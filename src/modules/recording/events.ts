import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'
import { moneySchema } from '../../kernel/money.ts'
import { PROJECT_KINDS, SIDES, SUMMARY_READERS } from './tables.ts'

const project = { projectId: z.uuid(), title: z.string() }
const side = z.enum(SIDES)
/** What the studio itself got, by currency. */
const studioGets = z.array(moneySchema).default([])

export const projectOpened = defineEvent(
  'project.opened',
  z.object({ ...project, kind: z.enum(PROJECT_KINDS) }),
  'staff',
)
export const projectChanged = defineEvent('project.changed', z.object(project), 'staff')
/** The studio's terms of projects. Projects that are open keep their stages. */
export const projectSettingsChanged = defineEvent('project_settings.changed', z.object({}), 'staff')
export const stageMoved = defineEvent(
  'stage.moved',
  z.object({ ...project, stage: z.string(), state: z.enum(['planned', 'current', 'done']) }),
  'staff',
)
export const offerMade = defineEvent(
  'offer.made',
  z.object({
    ...project,
    offerId: z.uuid(),
    number: z.int(),
    side,
    scope: z.string(),
    amount: moneySchema,
    to: z.array(z.uuid()),
  }),
  'staff',
)
const answered = z.object({
  ...project,
  offerId: z.uuid(),
  number: z.int(),
  amount: moneySchema,
  to: z.array(z.uuid()),
})
/** By the client it is paid: the money is held. */
export const offerAccepted = defineEvent(
  'offer.accepted',
  answered.extend({ paid: z.boolean().default(false) }),
  'staff',
)
export const offerDeclined = defineEvent('offer.declined', answered, 'staff')
export const offerCountered = defineEvent('offer.countered', answered, 'staff')
export const offerWithdrawn = defineEvent('offer.withdrawn', answered, 'staff')
export const offerExpired = defineEvent('offer.expired', answered, 'staff')
/** An offer was bought: the money is held, under the terms of this day. */
export const workBought = defineEvent(
  'work.bought',
  z.object({ ...project, purchaseId: z.uuid(), amount: moneySchema }),
  'staff',
)

const version = { ...project, versionId: z.uuid(), number: z.int(), deliverable: z.string() }
export const versionDelivered = defineEvent('version.delivered', z.object(version), 'staff')
export const versionHeard = defineEvent('version.heard', z.object(version), 'staff')
export const commentPinned = defineEvent(
  'comment.pinned',
  z.object({
    ...{ ...version, commentId: z.uuid(), atMs: z.int(), excerpt: z.string(), to: z.array(z.uuid()) },
    /** Of several in a row by one author only the first comes by mail. */
    inRow: z.boolean().default(false),
  }),
  'staff',
)
export const commentResolved = defineEvent('comment.resolved', z.object({ ...project, commentId: z.uuid() }), 'staff')
export const commentReopened = defineEvent('comment.reopened', z.object({ ...project, commentId: z.uuid() }), 'staff')
export const versionApproved = defineEvent(
  'version.approved',
  z.object({ ...version, sha256: z.string(), to: z.array(z.uuid()) }),
  'staff',
)
export const changesRequested = defineEvent(
  'changes.requested',
  z.object({
    ...{ ...version, round: z.int(), included: z.int(), to: z.array(z.uuid()) },
    /** What was held for it, where it is beyond what was bought. */
    paid: moneySchema.nullable().default(null),
  }),
  'staff',
)

/** The studio gives one more round of changes for nothing. */
export const roundGiven = defineEvent('round.given', z.object({ ...project, round: z.int() }), 'staff')

export const completionPressed = defineEvent(
  'completion.pressed',
  z.object({ ...project, side, silentUntil: z.string().nullable(), to: z.array(z.uuid()) }),
  'staff',
)
export const completionReminded = defineEvent(
  'completion.reminded',
  z.object({ ...project, silentUntil: z.string(), to: z.array(z.uuid()) }),
  'staff',
)
export const projectCompleted = defineEvent(
  'project.completed',
  z.object({ ...project, paidOut: z.array(moneySchema), studioGets }),
  'staff',
)
export const projectCancelled = defineEvent('project.cancelled', z.object({ ...project, studioGets }), 'staff')
/** The papers of a closed project are there, each for its readers. */
export const summaryIssued = defineEvent(
  'summary.issued',
  z.object({ ...project, papers: z.array(z.object({ fileId: z.uuid(), for: z.enum(SUMMARY_READERS) })).default([]) }),
  'staff',
)
export const disputeOpened = defineEvent(
  'dispute.opened',
  z.object({ ...project, disputeId: z.uuid(), reason: z.string() }),
  'staff',
)
export const disputeDecided = defineEvent(
  'dispute.decided',
  z.object({ ...project, disputeId: z.uuid(), clientBps: z.int(), note: z.string() }),
  'staff',
)
export const ratingGiven = defineEvent(
  'rating.given',
  z.object({ ...version, score: z.int(), points: z.int(), to: z.array(z.uuid()) }),
  'staff',
)
export const ratingAnswered = defineEvent('rating.answered', z.object({ ...project, ratingId: z.uuid() }), 'staff')
