import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, tenantTable } from '../../../kernel/database/index.ts'
import { files } from '../../files/index.ts'
import { memberships } from '../../studios/index.ts'
import { projectStages, projects } from './projects.ts'

export const VERSION_STATES = ['delivered', 'changes_requested', 'approved'] as const

/** Something that the studio makes in a project: a mix, a master. It comes in versions. */
export const deliverables = tenantTable(
  'deliverables',
  { projectId: uuid().notNull(), stageId: uuid(), title: text().notNull() },
  (t) => [
    unique('deliverables_title').on(t.studioId, t.projectId, t.title),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'deliverables_project',
    }),
    foreignKey({
      columns: [t.studioId, t.projectId, t.stageId],
      foreignColumns: [projectStages.studioId, projectStages.projectId, projectStages.id],
      name: 'deliverables_stage',
    }),
  ],
)

/** One delivered file of a deliverable. Delivering is what starts its review (R9). */
export const versions = tenantTable(
  'versions',
  {
    deliverableId: uuid().notNull(),
    projectId: uuid().notNull(),
    number: integer().notNull(),
    fileId: uuid().notNull(),
    sha256: text().notNull(),
    deliveredBy: uuid().notNull(),
    note: text().notNull().default(''),
    state: text({ enum: VERSION_STATES }).notNull().default('delivered'),
    /** When the client first heard it. */
    heardAt: instant(),
  },
  (t) => [
    unique('versions_number').on(t.studioId, t.deliverableId, t.number),
    unique('versions_file').on(t.studioId, t.fileId),
    index('versions_by_project').on(t.studioId, t.projectId, t.id),
    foreignKey({
      columns: [t.studioId, t.deliverableId],
      foreignColumns: [deliverables.studioId, deliverables.id],
      name: 'versions_deliverable',
    }),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'versions_project',
    }),
    foreignKey({
      columns: [t.studioId, t.fileId],
      foreignColumns: [files.studioId, files.id],
      name: 'versions_file_row',
    }),
    foreignKey({
      columns: [t.studioId, t.deliveredBy],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'versions_delivered_by',
    }),
  ],
)

/** A remark pinned to a moment of a version, or an answer to one (R9). */
export const reviewComments = tenantTable(
  'review_comments',
  {
    versionId: uuid().notNull(),
    projectId: uuid().notNull(),
    authorMembershipId: uuid().notNull(),
    atMs: integer().notNull(),
    body: text().notNull(),
    /** The comment that it answers. */
    answers: uuid(),
    state: text({ enum: ['open', 'resolved'] })
      .notNull()
      .default('open'),
    resolvedBy: uuid(),
    resolvedAt: instant(),
  },
  (t) => [
    index('review_comments_by_version').on(t.studioId, t.versionId, t.atMs, t.id),
    index('review_comments_by_project').on(t.studioId, t.projectId),
    check('review_comments_moment', sql`${t.atMs} >= 0`),
    foreignKey({
      columns: [t.studioId, t.versionId],
      foreignColumns: [versions.studioId, versions.id],
      name: 'review_comments_version',
    }),
    foreignKey({
      columns: [t.studioId, t.authorMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'review_comments_author',
    }),
    foreignKey({
      columns: [t.studioId, t.answers],
      foreignColumns: [t.studioId, t.id],
      name: 'review_comments_answers',
    }),
  ],
)

/** What the client said of a version, bound to the hash of the very file that was heard. Never changed afterwards. */
export const verdicts = tenantTable(
  'verdicts',
  {
    versionId: uuid().notNull(),
    membershipId: uuid().notNull(),
    verdict: text({ enum: ['approved', 'changes_requested'] }).notNull(),
    sha256: text().notNull(),
    /** Which round of changes it asks for; null for an approval. */
    round: integer(),
    note: text().notNull().default(''),
  },
  (t) => [
    unique('verdicts_once').on(t.studioId, t.versionId, t.verdict),
    foreignKey({
      columns: [t.studioId, t.versionId],
      foreignColumns: [versions.studioId, versions.id],
      name: 'verdicts_version',
    }),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'verdicts_member',
    }),
  ],
  { appendOnly: true },
)

export const RATING_REASONS = ['sound', 'late', 'communication', 'not_as_agreed', 'other'] as const

/** What a client gave a version, once (R19). Points go to the performer; this row is where they came from. */
export const ratings = tenantTable(
  'ratings',
  {
    versionId: uuid().notNull(),
    projectId: uuid().notNull(),
    raterMembershipId: uuid().notNull(),
    performerMembershipId: uuid().notNull(),
    score: integer().notNull(),
    reasons: text({ enum: RATING_REASONS }).array().notNull().default(sql`'{}'`),
    words: text().notNull().default(''),
    points: integer().notNull().default(0),
    /** The performer's one answer (R20). */
    answer: text(),
    answeredAt: instant(),
  },
  (t) => [
    unique('ratings_once').on(t.studioId, t.versionId, t.raterMembershipId),
    index('ratings_by_performer').on(t.studioId, t.performerMembershipId, t.id),
    index('ratings_by_project').on(t.studioId, t.projectId),
    check('ratings_score', sql`${t.score} between 1 and 5`),
    foreignKey({
      columns: [t.studioId, t.versionId],
      foreignColumns: [versions.studioId, versions.id],
      name: 'ratings_version',
    }),
    foreignKey({
      columns: [t.studioId, t.raterMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'ratings_rater',
    }),
    foreignKey({
      columns: [t.studioId, t.performerMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'ratings_performer',
    }),
  ],
)
