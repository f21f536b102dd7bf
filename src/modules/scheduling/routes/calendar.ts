import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { findBooking } from '../booking.ts'
import { addFeed, bookingCalendar, listFeeds, readFeed, revokeFeed } from '../calendar.ts'
import { BASE, bookingParams, may, studioParams } from './params.ts'

const tags = ['calendar']
const CALENDAR_TYPE = 'text/calendar; charset=utf-8'
const CALENDAR = z.unknown().describe('`text/calendar`')
const feedSchema = z.object({
  id: z.uuid(),
  resourceId: z.uuid(),
  named: z.boolean(),
  createdBy: z.uuid(),
  createdAt: instantSchema,
})

/** Calendars to be read elsewhere: of a room, of a person, of one booking (P11). */
export function calendarRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/calendar-feeds`,
    config: may('schedule.read'),
    schema: {
      tags,
      summary: 'Calendar addresses that work',
      params: studioParams,
      response: { 200: z.array(feedSchema) },
    },
    handler: async (request) => {
      const rows = await request.inStudio(listFeeds)
      return rows.map(({ id, resourceId, named, createdBy, createdAt }) => ({
        ...{ id, resourceId, named, createdBy, createdAt: createdAt.toString() },
      }))
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/calendar-feeds`,
    config: may('schedule.read'),
    schema: {
      tags,
      summary: 'Make a calendar’s address, with clients’ names or without; it is shown this once',
      params: studioParams,
      body: z.object({ resourceId: z.uuid(), named: z.boolean() }),
      response: { 201: z.object({ id: z.uuid(), url: z.url() }) },
    },
    handler: async (request, reply) => {
      const { resourceId, named } = request.body
      const { id, token } = await request.inStudio((ctx) => addFeed(ctx, resourceId, named))
      const { studio } = request.params
      const url = `${request.protocol}://${request.host}/api/studios/${studio}/calendars/${token}.ics`
      return reply.code(201).send({ id, url })
    },
  })

  app.route({
    method: 'DELETE',
    url: `${BASE}/calendar-feeds/:feed`,
    config: may('schedule.read'),
    schema: {
      tags,
      summary: 'Revoke a calendar’s address',
      params: studioParams.extend({ feed: z.uuid() }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => revokeFeed(ctx, request.params.feed))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/calendars/:token.ics`,
    config: { access: { kind: 'public' } },
    schema: {
      tags,
      summary: 'A calendar, for whoever knows its address',
      params: studioParams.extend({ token: z.string().min(20).max(64) }),
      response: { 200: CALENDAR },
    },
    handler: async (request, reply) => {
      const text = await request.inStudio((ctx) => readFeed(ctx, request.params.token))
      return reply.type(CALENDAR_TYPE).send(text)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/bookings/:booking/calendar`,
    config: may('bookings.read'),
    schema: { tags, summary: 'One booking for a calendar', params: bookingParams, response: { 200: CALENDAR } },
    handler: async (request, reply) => {
      const text = await request.inStudio(async (ctx) =>
        bookingCalendar(ctx, await findBooking(ctx, request.params.booking)),
      )
      return reply.type(CALENDAR_TYPE).header('content-disposition', 'attachment; filename="booking.ics"').send(text)
    },
  })
}
