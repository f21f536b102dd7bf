import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { listTerms, setSharingTerms } from '../sharing-terms.ts'

const tags = ['terms']
const url = '/api/studios/:studio/sharing-terms'
const params = z.object({ studio: z.string() })
const may = (permission: string) => ({ access: { kind: 'studio', permission } }) as const
const bpsSchema = z.int().min(0).max(10_000).describe('hundredths of a percent')
const termsSchema = z
  .object({
    id: z.uuid(),
    membershipId: z.uuid().nullable(),
    bps: z.int(),
    reason: z.string(),
    inForceFrom: instantSchema,
    setBy: z.uuid().nullable(),
  })
  .meta({ id: 'SharingTerms' })

/** How the studio's revenue is shared with those who perform the work (R16). */
export function sharingTermsRoutes(app: App): void {
  app.route({
    method: 'GET',
    url,
    config: may('terms.read'),
    schema: {
      tags,
      summary: 'The history of revenue-sharing terms, the newest first; a worker sees own and the defaults',
      params,
      response: { 200: z.array(termsSchema) },
    },
    handler: async (request) => {
      const rows = await request.inStudio(listTerms)
      return rows.map(({ id, membershipId, bps, reason, inForceFrom, setBy }) => ({
        ...{ id, membershipId, bps, reason, setBy, inForceFrom: inForceFrom.toString() },
      }))
    },
  })

  app.route({
    method: 'POST',
    url,
    config: { ...may('terms.manage'), idempotent: true },
    schema: {
      tags,
      summary: 'Set the default share of performers, or one worker’s own with its reason; from now on',
      params,
      body: z.object({
        membershipId: z.uuid().nullable(),
        bps: bpsSchema,
        reason: z.string().trim().max(500).default(''),
      }),
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: await setSharingTerms(ctx, request.body),
      }))
      return reply.code(201).send(body)
    },
  })
}
