import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { containing } from '../../kernel/database/containing.ts'
import { moneyJson } from '../../kernel/money.ts'
import { findPeople } from '../studios/index.ts'
import { projectsInSight } from './project.ts'
import type { projectInListSchema } from './schemas.ts'
import { type PROJECT_STATES, projectStages, projects, purchases } from './tables.ts'
import { heldOf } from './view.ts'

export interface ProjectFilter {
  state?: (typeof PROJECT_STATES)[number] | undefined
  clientMembershipId?: string | undefined
  search?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** A page of the projects in sight, the newest first. */
export async function listProjects(ctx: Ctx, filter: ProjectFilter): Promise<z.infer<typeof projectInListSchema>[]> {
  // Columns of `projects` stand as text: in a query of one table Drizzle leaves the table's name out.
  const stage = sql<string | null>`(select s.name from ${projectStages} s where s.studio_id = projects.studio_id
    and s.project_id = projects.id and s.state = 'current' limit 1)`
  const currency = sql<'RUB' | 'USD' | 'EUR' | null>`(select p.currency from ${purchases} p
    where p.studio_id = projects.studio_id and p.project_id = projects.id limit 1)`
  const pattern = filter.search ? containing(filter.search) : undefined
  const rows = await ctx.tx
    .select({ project: projects, stage, currency })
    .from(projects)
    .where(
      and(
        eq(projects.studioId, ctx.studioId),
        projectsInSight(ctx),
        filter.state ? eq(projects.state, filter.state) : undefined,
        filter.clientMembershipId ? eq(projects.clientMembershipId, filter.clientMembershipId) : undefined,
        pattern ? sql`${projects.title} ilike ${pattern}` : undefined,
        filter.cursor ? lt(projects.id, filter.cursor) : undefined,
      ),
    )
    .orderBy(desc(projects.id))
    .limit(filter.limit)
  const held = await heldOf(
    ctx,
    rows.map(({ project }) => project.id),
  )
  const clients = await findPeople(ctx, { membershipIds: rows.map(({ project }) => project.clientMembershipId) })
  const names = new Map(clients.map((person) => [person.membershipId, person.displayName]))
  return rows.map(({ project, stage: current, currency: paidIn }) => {
    const { id, title, kind, state, threadId } = project
    return {
      ...{ id, title, kind, state, threadId, stage: current },
      client: { id: project.clientMembershipId, name: names.get(project.clientMembershipId) ?? '' },
      deadline: project.deadline?.toString() ?? null,
      held: paidIn && held.has(id) ? moneyJson({ currency: paidIn, amountMinor: held.get(id) ?? 0n }) : null,
      openedAt: project.createdAt.toString(),
    }
  })
}
