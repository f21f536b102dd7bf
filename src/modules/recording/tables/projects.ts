import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, plainDate, tenantTable } from '../../../kernel/database/index.ts'
import { files } from '../../files/index.ts'
import { threads } from '../../messaging/index.ts'
import { memberships } from '../../studios/index.ts'

export const PROJECT_KINDS = ['single', 'ep', 'album'] as const
export const PROJECT_STATES = ['active', 'disputed', 'completed', 'cancelled'] as const
export const STAGE_STATES = ['planned', 'current', 'done'] as const
export const SIDES = ['client', 'studio'] as const
export const SILENCE_OUTCOMES = ['complete', 'dispute'] as const

/** What the studio does when nobody says otherwise: its stages, and what follows when one side stays silent (R6, R11). */
export const projectSettings = tenantTable(
  'project_settings',
  {
    stages: jsonb().$type<string[]>().notNull(),
    silenceDays: integer().notNull().default(10),
    silenceOutcome: text({ enum: SILENCE_OUTCOMES }).notNull().default('complete'),
    /** The newest number given to an offer of this studio. */
    lastOfferNumber: integer().notNull().default(0),
  },
  (t) => [
    unique('project_settings_one').on(t.studioId),
    check('project_settings_silence', sql`${t.silenceDays} between 1 and 90`),
  ],
)

/** A piece of work for one client: a single, an EP, an album (R6). */
export const projects = tenantTable(
  'projects',
  {
    title: text().notNull(),
    kind: text({ enum: PROJECT_KINDS }).notNull(),
    state: text({ enum: PROJECT_STATES }).notNull().default('active'),
    clientMembershipId: uuid().notNull(),
    threadId: uuid().notNull(),
    deadline: plainDate(),
    openedBy: uuid(),
    /** When the silent side is done without, once the other has pressed "complete" (R11). */
    silentUntil: instant(),
    closedAt: instant(),
  },
  (t) => [
    index('projects_by_state').on(t.studioId, t.state, t.id),
    index('projects_by_client').on(t.studioId, t.clientMembershipId, t.id),
    foreignKey({
      columns: [t.studioId, t.clientMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'projects_client',
    }),
    foreignKey({
      columns: [t.studioId, t.openedBy],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'projects_opened_by',
    }),
    foreignKey({
      columns: [t.studioId, t.threadId],
      foreignColumns: [threads.studioId, threads.id],
      name: 'projects_thread',
    }),
  ],
)

/** Who a summary is written for: each sees their own side of the money. */
export const SUMMARY_READERS = ['client', 'studio', 'performer'] as const

/** The paper of a closed project as it was issued to one reader (R11). */
export const projectSummaries = tenantTable(
  'project_summaries',
  {
    projectId: uuid().notNull(),
    membershipId: uuid().notNull(),
    reader: text({ enum: SUMMARY_READERS }).notNull(),
    locale: text({ enum: ['ru', 'en'] }).notNull(),
    fileId: uuid().notNull(),
  },
  (t) => [
    unique('project_summaries_once').on(t.studioId, t.projectId, t.membershipId),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'project_summaries_project',
    }),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'project_summaries_reader',
    }),
    foreignKey({
      columns: [t.studioId, t.fileId],
      foreignColumns: [files.studioId, files.id],
      name: 'project_summaries_file',
    }),
  ],
  { appendOnly: true },
)

/** A step of a project, in order. At most one is current. */
export const projectStages = tenantTable(
  'project_stages',
  {
    projectId: uuid().notNull(),
    position: integer().notNull(),
    /** `mixing` and the like where the studio kept the usual ones; otherwise its own words. */
    name: text().notNull(),
    state: text({ enum: STAGE_STATES }).notNull().default('planned'),
    assigneeMembershipId: uuid(),
    doneAt: instant(),
  },
  (t) => [
    unique('project_stages_place').on(t.studioId, t.projectId, t.position),
    // What is made or bought in a stage points here with its project: another project's stage is refused.
    unique('project_stages_of').on(t.studioId, t.projectId, t.id),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'project_stages_project',
    }),
    foreignKey({
      columns: [t.studioId, t.assigneeMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'project_stages_assignee',
    }),
  ],
)

/** Staff who work on a project. */
export const projectMembers = tenantTable(
  'project_members',
  { projectId: uuid().notNull(), membershipId: uuid().notNull() },
  (t) => [
    unique('project_members_once').on(t.studioId, t.projectId, t.membershipId),
    index('project_members_by_member').on(t.studioId, t.membershipId, t.projectId),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'project_members_project',
    }),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'project_members_member',
    }),
  ],
)

/** Each side's press of "complete" (R11): a row, with its time and its author. */
export const completions = tenantTable(
  'completions',
  {
    projectId: uuid().notNull(),
    side: text({ enum: SIDES }).notNull(),
    /** Null: the side stayed silent until the studio's terms spoke for it. */
    membershipId: uuid(),
    pressedAt: instant().notNull(),
  },
  (t) => [
    unique('completions_once').on(t.studioId, t.projectId, t.side),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'completions_project',
    }),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'completions_member',
    }),
  ],
)

/** A dispute over a project: the money stays held until it is decided (R12). */
export const disputes = tenantTable(
  'disputes',
  {
    projectId: uuid().notNull(),
    side: text({ enum: SIDES }).notNull(),
    /** Null: opened by the studio's own terms, since one side stayed silent. */
    openedBy: uuid(),
    reason: text().notNull(),
    state: text({ enum: ['open', 'decided', 'withdrawn'] })
      .notNull()
      .default('open'),
    /** The client's part of what was held, in hundredths of a percent; the rest is paid out as usual. */
    clientBps: integer(),
    decisionNote: text(),
    decidedAt: instant(),
  },
  (t) => [
    index('disputes_by_project').on(t.studioId, t.projectId),
    check('disputes_share', sql`${t.clientBps} between 0 and 10000`),
    foreignKey({
      columns: [t.studioId, t.projectId],
      foreignColumns: [projects.studioId, projects.id],
      name: 'disputes_project',
    }),
    foreignKey({
      columns: [t.studioId, t.openedBy],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'disputes_opened_by',
    }),
  ],
)
