import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { NOTICE_TOPICS, type NoticeChannel, type NoticeTemplate } from '../../kernel/events/notices.ts'
import type { Sentence } from '../../kernel/problem.ts'
import { isOnByDefault } from './delivery.ts'
import { noticesChosen } from './events.ts'
import type { QuietHours } from './quiet.ts'
import { noticeChoices, quietHours } from './tables.ts'

/** One line of the settings: a kind of event, and whether it comes by each channel. */
export interface KindOfNotice {
  event: string
  topic: (typeof NOTICE_TOPICS)[number]
  label: Sentence
  channels: Record<NoticeChannel, boolean>
}

/** The kinds of events that can reach the person, with what they have chosen, in the order of the topics. */
export async function readChoices(
  ctx: Ctx,
  accountId: string,
  templates: readonly NoticeTemplate[],
  isStaff: boolean,
): Promise<KindOfNotice[]> {
  const rows = await ctx.tx.select().from(noticeChoices).where(eq(noticeChoices.accountId, accountId))
  const chosen = new Map(rows.map((row) => [`${row.event} ${row.channel}`, row.wanted]))
  const kinds = new Map<string, KindOfNotice>()
  for (const template of templates) {
    if (kinds.has(template.event) || (!isStaff && isForStaff(template))) continue
    const channel = (name: NoticeChannel) => chosen.get(`${template.event} ${name}`) ?? isOnByDefault(template, name)
    kinds.set(template.event, {
      event: template.event,
      topic: template.topic,
      label: template.label,
      channels: { email: channel('email'), telegram: channel('telegram') },
    })
  }
  return [...kinds.values()].sort((a, b) => NOTICE_TOPICS.indexOf(a.topic) - NOTICE_TOPICS.indexOf(b.topic))
}

/** Chooses whether a kind of event comes by a channel (P16). */
export async function choose(
  ctx: Ctx,
  accountId: string,
  choice: { event: string; channel: NoticeChannel; wanted: boolean },
): Promise<void> {
  const [before] = await ctx.tx
    .select({ wanted: noticeChoices.wanted })
    .from(noticeChoices)
    .where(
      and(
        eq(noticeChoices.accountId, accountId),
        eq(noticeChoices.event, choice.event),
        eq(noticeChoices.channel, choice.channel),
      ),
    )
  await ctx.tx
    .insert(noticeChoices)
    .values({ accountId, ...choice })
    .onConflictDoUpdate({
      target: [noticeChoices.accountId, noticeChoices.event, noticeChoices.channel],
      set: { wanted: choice.wanted },
    })
  await publish(ctx, noticesChosen, {
    subject: { type: 'account', id: accountId },
    payload: {},
    ...(before ? { before: { ...choice, wanted: before.wanted } } : {}),
    after: { ...choice },
  })
}

/** A person's quiet hours, if any. */
export async function readQuietHours(ctx: Ctx, accountId: string): Promise<QuietHours | undefined> {
  const [row] = await ctx.tx.select().from(quietHours).where(eq(quietHours.accountId, accountId))
  return row ? { fromMinute: row.fromMinute, toMinute: row.toMinute } : undefined
}

/** Sets a person's quiet hours, or takes them off. */
export async function setQuietHours(ctx: Ctx, accountId: string, hours: QuietHours | undefined): Promise<void> {
  const before = await readQuietHours(ctx, accountId)
  if (hours) {
    await ctx.tx
      .insert(quietHours)
      .values({ accountId, ...hours })
      .onConflictDoUpdate({ target: quietHours.accountId, set: hours })
  } else {
    await ctx.tx.delete(quietHours).where(eq(quietHours.accountId, accountId))
  }
  await publish(ctx, noticesChosen, {
    subject: { type: 'account', id: accountId },
    payload: {},
    ...(before ? { before: { quietHours: before } } : {}),
    after: { quietHours: hours ?? null },
  })
}

function isForStaff({ to, forStaff }: NoticeTemplate): boolean {
  return forStaff === true || to.kind === 'permission' || (to.kind === 'role' && to.role !== 'client')
}

/** Whether some module tells of that event at all. */
export function isKnownKind(templates: readonly NoticeTemplate[], event: string): boolean {
  return templates.some((template) => template.event === event)
}
