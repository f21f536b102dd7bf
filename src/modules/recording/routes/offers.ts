import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { positiveMinorSchema } from '../../../kernel/money.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { divisionJson, divisionReader } from '../division.ts'
import { declineOffer, findOffer, makeOffer, withdrawOffer } from '../offer.ts'
import { acceptOffer, snapshotTerms } from '../purchase.ts'
import { offerSchema, splitSchema } from '../schemas.ts'
import { offerJson } from '../view.ts'
import { MOST_WAITING, type WaitingOffer, waitingOffers } from '../waiting-offers.ts'
import { BASE, may, offerParams, projectParams, studioParams } from './params.ts'

const tags = ['offers']

/** Offers and what they cost (R5, R14, R16). */
export function offerRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/offers`,
    config: may('projects.read'),
    schema: {
      tags,
      summary: `Offers that wait for an answer of the side of the one who asks, the longest waiting first; at most ${MOST_WAITING}`,
      params: studioParams,
      response: {
        200: z.object({
          items: z.array(
            offerSchema
              .pick({ id: true, number: true, scope: true, price: true, expiresAt: true, madeAt: true })
              .extend({ project: z.object({ id: z.uuid(), title: z.string() }) }),
          ),
        }),
      },
    },
    handler: (request) => request.inStudio(async (ctx) => ({ items: (await waitingOffers(ctx)).map(waitingJson) })),
  })

  app.route({
    method: 'POST',
    url: `${BASE}/projects/:project/offers`,
    config: { ...may('offers.make'), idempotent: true },
    schema: {
      tags,
      summary: 'Propose a scope and a price; with `counterOf`, in answer to an offer',
      params: projectParams,
      body: z.object({
        scope: z.string().trim().min(1).max(4000),
        amountMinor: positiveMinorSchema,
        serviceId: z.uuid().nullable().default(null),
        stageId: z.uuid().nullable().default(null),
        performerMembershipId: z.uuid().nullable().default(null),
        revisionsIncluded: z.int().min(0).max(99).default(2),
        revisionPriceMinor: positiveMinorSchema.nullable().default(null),
        expiresAt: instantSchema,
        counterOf: z.uuid().nullable().default(null),
      }),
      response: { 201: offerSchema },
    },
    handler: async (request, reply) => {
      const { amountMinor, revisionPriceMinor, expiresAt, ...wanted } = request.body
      const currency = request.principal.studio?.currency ?? 'RUB'
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: offerJson(
          await makeOffer(ctx, {
            ...wanted,
            projectId: request.params.project,
            price: { amountMinor: BigInt(amountMinor), currency },
            revisionPriceMinor: revisionPriceMinor === null ? null : BigInt(revisionPriceMinor),
            expiresAt: Temporal.Instant.from(expiresAt),
          }),
        ),
      }))
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/offers/:offer/division`,
    config: may('terms.read'),
    schema: {
      tags,
      summary: 'How the price would be divided, by the terms of this moment, as far as the one who asks may see it',
      params: offerParams,
      response: { 200: splitSchema.nullable() },
    },
    handler: (request) =>
      request.inStudio(async (ctx) => {
        const { project, offer } = await findOffer(ctx, request.params.offer)
        const bought = { ...offer, ...(await snapshotTerms(ctx, offer)) }
        return divisionJson(bought, divisionReader(ctx, project.side), offer.amountMinor)
      }),
  })

  app.route({
    method: 'POST',
    url: `${BASE}/offers/:offer/acceptance`,
    config: { ...may('offers.make'), idempotent: true },
    schema: {
      tags,
      summary: 'Accept an offer; the client’s acceptance pays it into a hold in the same transaction',
      params: offerParams,
      response: {
        201: z.object({
          purchaseId: z.uuid().nullable(),
          payableOfferId: z.uuid().nullable().describe('the studio’s own offer, made of a client’s wish'),
        }),
      },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: await acceptOffer(ctx, request.params.offer),
      }))
      return reply.code(201).send(body)
    },
  })

  for (const [name, summary, verb] of [
    ['refusal', 'Decline the other side’s offer', declineOffer],
    ['withdrawal', 'Take the own side’s offer back', withdrawOffer],
  ] as const) {
    app.route({
      method: 'POST',
      url: `${BASE}/offers/:offer/${name}`,
      config: may('offers.make'),
      schema: { tags, summary, params: offerParams, response: { 204: z.null() } },
      handler: async (request, reply) => {
        await request.inStudio((ctx) => verb(ctx, request.params.offer))
        return reply.code(204).send(null)
      },
    })
  }
}

function waitingJson({ offer, project }: WaitingOffer) {
  const { id, number, scope, price, expiresAt, madeAt } = offerJson(offer)
  return { id, number, scope, price, expiresAt, madeAt, project }
}
