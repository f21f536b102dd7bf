import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { listProjects } from '../list.ts'
import { changeProject, moveStage, openProject } from '../project.ts'
import { projectInListSchema, projectViewSchema } from '../schemas.ts'
import { readSettings, writeSettings } from '../settings.ts'
import { receiveSummary } from '../summary-readers.ts'
import { PROJECT_KINDS, PROJECT_STATES, SILENCE_OUTCOMES, STAGE_STATES } from '../tables.ts'
import { viewProject } from '../view.ts'
import { BASE, daySchema, may, projectParams, studioParams } from './params.ts'

const tags = ['projects']
const titleSchema = z.string().trim().min(1).max(160)
const settingsSchema = z.object({
  stages: z.array(z.string().trim().min(1).max(60)).min(1).max(20),
  silenceDays: z.int().min(1).max(90),
  silenceOutcome: z.enum(SILENCE_OUTCOMES),
})
const MAX_STAFF = 50

/** Projects, their stages and people (R6). */
export function projectRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/projects`,
    config: may('projects.read'),
    schema: {
      tags,
      summary: 'The projects in the sight of the one who asks, the newest first',
      params: studioParams,
      querystring: z.object({
        state: z.enum(PROJECT_STATES).optional(),
        client: z.uuid().optional(),
        search: z.string().max(100).optional(),
        cursor: z.uuid().optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: { 200: z.object({ items: z.array(projectInListSchema), next: z.uuid().nullable() }) },
    },
    handler: async (request) => {
      const { client: clientMembershipId, limit, ...rest } = request.query
      const found = await request.inStudio((ctx) =>
        listProjects(ctx, { ...rest, clientMembershipId, limit: limit + 1 }),
      )
      const items = found.slice(0, limit)
      return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/projects`,
    config: { ...may('projects.open'), idempotent: true },
    schema: {
      tags,
      summary: 'Open a project in the client’s one chat with the studio',
      params: studioParams,
      body: z.object({
        title: titleSchema,
        kind: z.enum(PROJECT_KINDS),
        clientMembershipId: z.uuid(),
        deadline: daySchema.nullable().default(null),
        staff: z.array(z.uuid()).max(MAX_STAFF).default([]),
      }),
      response: { 201: z.object({ id: z.uuid(), threadId: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { deadline, ...wanted } = request.body
      const { body } = await request.once(async (ctx) => {
        const { id, threadId } = await openProject(ctx, { ...wanted, deadline: dayOf(deadline) })
        return { status: 201, body: { id, threadId } }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/projects/:project`,
    config: may('projects.read'),
    schema: {
      tags,
      summary: 'Everything that the project screen shows',
      params: projectParams,
      response: { 200: projectViewSchema },
    },
    handler: (request) =>
      request.inStudio(async (ctx) => {
        await receiveSummary(ctx, request.params.project)
        return viewProject(ctx, request.params.project)
      }),
  })

  app.route({
    method: 'PATCH',
    url: `${BASE}/projects/:project`,
    config: may('projects.work'),
    schema: {
      tags,
      summary: 'Change what a project is called, when it is due, who works on it',
      params: projectParams,
      body: z
        .object({ title: titleSchema, deadline: daySchema.nullable(), staff: z.array(z.uuid()).max(MAX_STAFF) })
        .partial(),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { deadline, ...change } = request.body
      const day = deadline === undefined ? {} : { deadline: dayOf(deadline) }
      await request.inStudio((ctx) => changeProject(ctx, request.params.project, { ...change, ...day }))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'PATCH',
    url: `${BASE}/projects/:project/stages/:stage`,
    config: may('projects.work'),
    schema: {
      tags,
      summary: 'Move a stage on, or say who does it',
      params: projectParams.extend({ stage: z.uuid() }),
      body: z.object({ state: z.enum(STAGE_STATES), assigneeMembershipId: z.uuid().nullable() }).partial(),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { project, stage } = request.params
      if (Object.keys(request.body).length > 0) {
        await request.inStudio((ctx) => moveStage(ctx, project, stage, request.body))
      }
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/project-settings`,
    config: may('projects.read'),
    schema: {
      tags,
      summary: 'The studio’s stages, and what follows when one side stays silent',
      params: studioParams,
      response: { 200: settingsSchema },
    },
    handler: (request) => request.inStudio(readSettings),
  })

  app.route({
    method: 'PUT',
    url: `${BASE}/project-settings`,
    config: may('projects.manage'),
    schema: {
      tags,
      summary: 'Set the studio’s stages, and what follows when one side stays silent',
      params: studioParams,
      body: settingsSchema,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => writeSettings(ctx, request.body))
      return reply.code(204).send(null)
    },
  })
}

function dayOf(text: string | null): Temporal.PlainDate | null {
  return text === null ? null : Temporal.PlainDate.from(text)
}
