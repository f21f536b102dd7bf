import { inArray, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { EVENTS_CHANNEL, type LiveHint } from '../../kernel/events/dispatch.ts'
import { type AnyHandler, type HappenedEvent, onNamed } from '../../kernel/events/handlers.ts'
import type { NoticeChannel, NoticeTemplate } from '../../kernel/events/notices.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { escapeHtml } from '../../kernel/mail/html.ts'
import { sendMail } from '../../kernel/mail/index.ts'
import type { Module } from '../../kernel/module.ts'
import type { PermissionCatalogue } from '../../kernel/policy.ts'
import { findPeople, findStudio, type Person } from '../studios/index.ts'
import { appAddress } from './addresses.ts'
import { sendableAt } from './quiet.ts'
import { type Told, whoIsTold } from './recipients.ts'
import { noticeChoices, notifications, quietHours, telegramLinks } from './tables.ts'
import { TELEGRAM_TASK } from './telegram.ts'
import { valuesOf, wordingOf } from './wording.ts'

/**
 * One handler for each kind of event that some module has notices for (P14–P16). In the handler's transaction: a row in
 * each inbox, and the jobs that bring it out by the channels that the person wants; so all of it comes to be once.
 */
export function deliveryHandlers(modules: readonly Module[], baseUrl: string): AnyHandler[] {
  const catalogues = modules.map((module) => module.permissions ?? {})
  const byEvent = Map.groupBy(
    modules.flatMap((module) => module.notices ?? []),
    (template) => template.event,
  )
  return [...byEvent].map(([event, templates]) =>
    onNamed(event, `notifications.deliver.${event}`, (ctx, happened) =>
      deliver(ctx, happened, templates, catalogues, baseUrl),
    ),
  )
}

interface Written extends Told {
  title: string
  body: string
  link: string | undefined
}

/** Tells everyone whom the event concerns. */
async function deliver(
  ctx: Ctx,
  event: HappenedEvent,
  templates: readonly NoticeTemplate[],
  catalogues: readonly PermissionCatalogue[],
  baseUrl: string,
): Promise<void> {
  const told = await whoIsTold(ctx, event, templates, catalogues)
  if (told.length === 0) return
  const studio = await findStudio(ctx)
  const actor = await actorName(ctx, event)
  const written = told.map((one) => write(one, event, { actor, studio: studio?.name ?? '' }))
  await putIntoInboxes(ctx, event, written)
  const wishes = await readWishes(ctx, written)
  for (const one of written) {
    const address = appAddress(baseUrl, studio?.slug, one.link)
    const runAt = sendableAt(ctx.now, one.person.zone, wishes.quiet.get(one.person.accountId))
    const when = runAt ? { runAt } : {}
    if (wishes.wants(one, 'email')) {
      await sendMail(
        ctx,
        {
          to: one.person.email,
          ...(studio ? { fromName: studio.name } : {}),
          subject: one.title,
          text: [one.body, address].filter(Boolean).join('\n\n') || one.title,
          locale: one.person.locale,
          messageId: `${event.id}.${one.person.membershipId}@atelier`,
        },
        when,
      )
    }
    if (wishes.wants(one, 'telegram')) {
      const key = `telegram:${event.id}.${one.person.membershipId}`
      await enqueue(
        ctx,
        TELEGRAM_TASK,
        { accountId: one.person.accountId, html: chatHtml(one, address) },
        { ...when, key },
      )
    }
  }
  await wakeInboxes(ctx, event, written)
}

function write(one: Told, event: HappenedEvent, always: { actor: string; studio: string }): Written {
  const { template, person } = one
  const values = { ...valuesOf(event.payload), ...template.values?.(event.payload, person), ...always }
  return {
    ...one,
    title: wordingOf(template.title[person.locale], values, person),
    body: template.body ? wordingOf(template.body[person.locale], values, person) : '',
    link: template.link?.(event),
  }
}

async function actorName(ctx: Ctx, event: HappenedEvent): Promise<string> {
  if (!event.actor.membershipId) return ''
  const [person] = await findPeople(ctx, { membershipIds: [event.actor.membershipId] })
  return person?.displayName ?? ''
}

async function putIntoInboxes(ctx: Ctx, event: HappenedEvent, written: readonly Written[]): Promise<void> {
  await ctx.tx
    .insert(notifications)
    .values(
      written.map(({ person, template, title, body, link }) => ({
        studioId: ctx.studioId,
        accountId: person.accountId,
        membershipId: person.membershipId,
        eventId: event.id,
        event: event.name,
        topic: template.topic,
        title,
        body,
        link: link ?? null,
      })),
    )
    .onConflictDoNothing()
}

/** What the people concerned have chosen, in three reads for all of them. */
async function readWishes(ctx: Ctx, written: readonly Written[]) {
  const ids = [...new Set(written.map(({ person }) => person.accountId))]
  const choices = await ctx.tx.select().from(noticeChoices).where(inArray(noticeChoices.accountId, ids))
  const quiet = await ctx.tx.select().from(quietHours).where(inArray(quietHours.accountId, ids))
  const links = await ctx.tx
    .select({ accountId: telegramLinks.accountId })
    .from(telegramLinks)
    .where(inArray(telegramLinks.accountId, ids))
  const chosen = new Map(choices.map((row) => [`${row.accountId} ${row.event} ${row.channel}`, row.wanted]))
  const linked = new Set(links.map((row) => row.accountId))
  return {
    quiet: new Map(quiet.map((row) => [row.accountId, row])),
    wants: ({ person, template }: { person: Person; template: NoticeTemplate }, channel: NoticeChannel): boolean => {
      if (channel === 'telegram' && !linked.has(person.accountId)) return false
      return chosen.get(`${person.accountId} ${template.event} ${channel}`) ?? isOnByDefault(template, channel)
    },
  }
}

/** Whether a channel is on for a notice until the person chooses otherwise. */
export function isOnByDefault(template: NoticeTemplate, channel: NoticeChannel): boolean {
  return template.channels?.includes(channel) ?? true
}

function chatHtml(one: Written, address: string | undefined): string {
  const lines = [`<b>${escapeHtml(one.title)}</b>`, escapeHtml(one.body), address ? escapeHtml(address) : '']
  return lines.filter(Boolean).join('\n')
}

/** Wakes the open pages of those concerned once this commits. A job's transaction is not one that people wait for. */
async function wakeInboxes(ctx: Ctx, event: HappenedEvent, written: readonly Written[]): Promise<void> {
  const CHUNK = 100
  const ids = written.map(({ person }) => person.membershipId)
  for (let start = 0; start < ids.length; start += CHUNK) {
    const hint: LiveHint = {
      studioId: ctx.studioId,
      eventId: event.id,
      name: 'inbox.changed',
      subject: event.subject,
      audience: ids.slice(start, start + CHUNK),
      own: true,
    }
    await ctx.tx.execute(sql`select pg_notify(${EVENTS_CHANNEL}, ${JSON.stringify([hint])})`)
  }
}
