import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { readBookable, readPriceRules } from '../plan.ts'
import { addResource, archiveResource, changeResource, exceptionsFrom } from '../resource.ts'
import { publicResourceJson, resourceSchema, settingsJson, settingsSchema } from '../schemas.ts'
import { addService, archiveService, changeService, replaceExtras, replacePriceRules } from '../service.ts'
import { readScheduleSettings, writeScheduleSettings } from '../settings.ts'
import { extrasBody, resourceBody, ruleSchema, serviceBody } from './catalogue-bodies.ts'
import { BASE, may, studioParams } from './params.ts'

const tags = ['catalogue']
const resourceParams = studioParams.extend({ resource: z.uuid() })
const serviceParams = studioParams.extend({ service: z.uuid() })
const manage = may('schedule.manage')

/** Rooms, people, gear, services, extras, rules of the price, and how bookings are taken: the studio's to edit (P10, R5). */
export function catalogueRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/resources`,
    config: may('schedule.read'),
    schema: {
      tags,
      summary: 'Rooms, people and gear with hours, exceptions of the last day and ahead, and buffers',
      params: studioParams,
      response: { 200: z.array(resourceSchema) },
    },
    handler: (request) =>
      request.inStudio(async (ctx) => {
        const yesterday = ctx.now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 })
        const exceptions = await exceptionsFrom(ctx, yesterday)
        return (await readBookable(ctx)).map((row) => ({
          ...publicResourceJson(row),
          ...{ bufferBeforeMinutes: row.bufferBeforeMinutes, bufferAfterMinutes: row.bufferAfterMinutes },
          ...{ weekly: row.weekly, position: row.position },
          exceptions: exceptions.flatMap(({ resourceId, date, opens, closes, note }) =>
            resourceId === row.id ? { date: date.toString(), opens, closes, note } : [],
          ),
        }))
      }),
  })

  app.route({
    method: 'POST',
    url: `${BASE}/resources`,
    config: { ...manage, idempotent: true },
    schema: {
      tags,
      summary: 'Add a room, a person or a piece of gear',
      params: studioParams,
      body: resourceBody,
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => {
        const { id } = await addResource(ctx, resourceOf(request.body))
        return { status: 201, body: { id } }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'PUT',
    url: `${BASE}/resources/:resource`,
    config: manage,
    schema: {
      tags,
      summary: 'Change a resource with its hours and exceptions, or put it back; what is booked stays',
      params: resourceParams,
      body: resourceBody,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => changeResource(ctx, request.params.resource, resourceOf(request.body)))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: `${BASE}/resources/:resource`,
    config: manage,
    schema: {
      tags,
      summary: 'Take a resource off the schedule, when nothing is booked ahead',
      params: resourceParams,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => archiveResource(ctx, request.params.resource))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/services`,
    config: { ...manage, idempotent: true },
    schema: {
      tags,
      summary: 'Add an item to the price list',
      params: studioParams,
      body: serviceBody,
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: { id: await addService(ctx, serviceOf(request.body)) },
      }))
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'PUT',
    url: `${BASE}/services/:service`,
    config: manage,
    schema: {
      tags,
      summary: 'Change an item of the price list, or put it back; what is booked keeps its price',
      params: serviceParams,
      body: serviceBody,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => changeService(ctx, request.params.service, serviceOf(request.body)))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: `${BASE}/services/:service`,
    config: manage,
    schema: {
      tags,
      summary: 'Take an item off the price list',
      params: serviceParams,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => archiveService(ctx, request.params.service))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'PUT',
    url: `${BASE}/extras`,
    config: manage,
    schema: {
      tags,
      summary: 'Set the list of extras',
      params: studioParams,
      body: extrasBody,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const items = request.body.map(({ priceMinor, ...item }) => ({ ...item, priceMinor: BigInt(priceMinor) }))
      await request.inStudio((ctx) => replaceExtras(ctx, items))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/price-rules`,
    config: may('schedule.read'),
    schema: {
      tags,
      summary: 'Night, weekend and package rules of the price by the hour',
      params: studioParams,
      response: { 200: z.array(ruleSchema) },
    },
    handler: (request) =>
      request.inStudio(async (ctx) =>
        (await readPriceRules(ctx)).map(({ label: title, ...rule }) => ({ title, ...rule })),
      ),
  })

  app.route({
    method: 'PUT',
    url: `${BASE}/price-rules`,
    config: manage,
    schema: {
      tags,
      summary: 'Set the rules of the price by the hour',
      params: studioParams,
      body: z.array(ruleSchema).max(40),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => replacePriceRules(ctx, request.body))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/schedule-settings`,
    config: may('schedule.read'),
    schema: { tags, summary: 'How bookings are taken', params: studioParams, response: { 200: settingsSchema } },
    handler: (request) => request.inStudio(async (ctx) => settingsJson(await readScheduleSettings(ctx))),
  })

  app.route({
    method: 'PUT',
    url: `${BASE}/schedule-settings`,
    config: manage,
    schema: {
      tags,
      summary: 'Set how bookings are taken; what is booked keeps its terms',
      params: studioParams,
      body: settingsSchema,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => writeScheduleSettings(ctx, request.body))
      return reply.code(204).send(null)
    },
  })
}

function resourceOf({ perHourMinor, exceptions, ...rest }: z.output<typeof resourceBody>) {
  return {
    ...rest,
    perHourMinor: perHourMinor === null || /^0+$/.test(perHourMinor) ? null : BigInt(perHourMinor),
    exceptions: exceptions.map(({ date, ...one }) => ({ ...one, date: Temporal.PlainDate.from(date) })),
  }
}

function serviceOf({ priceMinor, ...rest }: z.output<typeof serviceBody>) {
  return { ...rest, priceMinor: BigInt(priceMinor) }
}
