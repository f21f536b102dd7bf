import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { moneySchema, positiveMinorSchema } from '../../../kernel/money.ts'
import { deliverVersion } from '../delivery.ts'
import { answerRating, rateVersion } from '../rating.ts'
import { approveVersion, pinComment, requestChanges, resolveComment } from '../review.ts'
import { giveRound } from '../rounds.ts'
import { RATING_REASONS } from '../tables.ts'
import { BASE, may, projectParams, studioParams, versionParams } from './params.ts'

const tags = ['versions']
const commentParams = studioParams.extend({ comment: z.uuid() })
/** A day of sound. */
const MAX_MOMENT_MS = 86_400_000

/** Deliveries and their review (R9, R19, R20). */
export function versionRoutes(app: App): void {
  app.route({
    method: 'POST',
    url: `${BASE}/projects/:project/versions`,
    config: { ...may('projects.work'), idempotent: true },
    schema: {
      tags,
      summary: 'Hand over a version: its preview can be heard at once, the original waits in safe keeping',
      params: projectParams,
      body: z.object({
        title: z.string().trim().min(1).max(160).describe('the deliverable; a new title is a new one'),
        stageId: z.uuid().nullable().default(null),
        fileId: z.uuid().describe('what was uploaded'),
        note: z.string().trim().max(4000).default(''),
      }),
      response: { 201: z.object({ id: z.uuid(), number: z.int() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => {
        const { id, number } = await deliverVersion(ctx, { projectId: request.params.project, ...request.body })
        return { status: 201, body: { id, number } }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/versions/:version/comments`,
    config: { ...may('projects.read'), idempotent: true },
    schema: {
      tags,
      summary: 'Pin a comment to a moment, or answer one',
      params: versionParams,
      body: z.object({
        atMs: z.int().min(0).max(MAX_MOMENT_MS),
        body: z.string().trim().min(1).max(4000),
        answers: z.uuid().nullable().default(null),
      }),
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => {
        const { id } = await pinComment(ctx, { versionId: request.params.version, ...request.body })
        return { status: 201, body: { id } }
      })
      return reply.code(201).send(body)
    },
  })

  for (const [method, state, summary] of [
    ['PUT', 'resolved', 'Mark a comment as resolved'],
    ['DELETE', 'open', 'Open a comment again'],
  ] as const) {
    app.route({
      method,
      url: `${BASE}/comments/:comment/resolution`,
      config: may('projects.read'),
      schema: { tags, summary, params: commentParams, response: { 204: z.null() } },
      handler: async (request, reply) => {
        await request.inStudio((ctx) => resolveComment(ctx, request.params.comment, state))
        return reply.code(204).send(null)
      },
    })
  }

  app.route({
    method: 'POST',
    url: `${BASE}/versions/:version/approval`,
    config: may('versions.judge'),
    schema: {
      tags,
      summary: 'Accept a version, bound to the hash of the very file that was heard',
      params: versionParams,
      body: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => approveVersion(ctx, request.params.version, request.body.sha256))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/versions/:version/change-request`,
    config: { ...may('versions.judge'), idempotent: true },
    schema: {
      tags,
      summary:
        'Ask for changes: one of the rounds that there are, or one more, which is paid into a hold by the same press',
      params: versionParams,
      body: z.object({
        note: z.string().trim().max(4000).default(''),
        payUpToMinor: positiveMinorSchema
          .nullable()
          .default(null)
          .describe('what one more round may cost at most, as `rounds.more` told; without it 409 `round_unpaid`'),
      }),
      response: {
        201: z.object({
          round: z.int(),
          included: z.int(),
          paid: moneySchema.nullable().describe('what was held for it; null: it was among those that there were'),
        }),
      },
    },
    handler: async (request, reply) => {
      const { note, payUpToMinor } = request.body
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: await requestChanges(
          ctx,
          request.params.version,
          note,
          payUpToMinor === null ? null : BigInt(payUpToMinor),
        ),
      }))
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/projects/:project/given-rounds`,
    config: { ...may('projects.work'), idempotent: true },
    schema: {
      tags,
      summary: 'Give one more round of changes for nothing, once all there are have been used',
      params: projectParams,
      response: { 201: z.object({ used: z.int(), included: z.int() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: await giveRound(ctx, request.params.project),
      }))
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/versions/:version/rating`,
    config: { ...may('versions.judge'), idempotent: true },
    schema: {
      tags,
      summary: 'Rate a version, from 1 to 5; a low score asks for a reason',
      params: versionParams,
      body: z.object({
        score: z.int().min(1).max(5),
        reasons: z.array(z.enum(RATING_REASONS)).max(RATING_REASONS.length).default([]),
        words: z.string().trim().max(2000).default(''),
      }),
      response: { 201: z.object({ id: z.uuid(), points: z.int() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => {
        const { id, points } = await rateVersion(ctx, request.params.version, request.body)
        return { status: 201, body: { id, points } }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'PUT',
    url: `${BASE}/ratings/:rating/answer`,
    config: may('projects.work'),
    schema: {
      tags,
      summary: 'Answer a rating, once',
      params: studioParams.extend({ rating: z.uuid() }),
      body: z.object({ answer: z.string().trim().min(1).max(2000) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => answerRating(ctx, request.params.rating, request.body.answer))
      return reply.code(204).send(null)
    },
  })
}
