import type { z } from 'zod'
import type { EventKind } from '../../kernel/events/event.ts'
import { defineNotice, type NoticeTemplate } from '../../kernel/events/notices.ts'
import type { MoneyJson } from '../../kernel/money.ts'
import {
  changesRequested,
  commentPinned,
  completionPressed,
  completionReminded,
  disputeDecided,
  disputeOpened,
  offerAccepted,
  offerDeclined,
  offerMade,
  projectCancelled,
  projectCompleted,
  projectOpened,
  ratingGiven,
  roundGiven,
  summaryIssued,
  versionApproved,
  versionDelivered,
} from './events.ts'

const link = (event: { payload: { projectId: string } }) => `/projects/${event.payload.projectId}`
const topic = 'projects' as const
/** Whoever sees all projects hears of what matters to the studio, assigned or not; who sees its money, of its part of it. */
const managers = { kind: 'permission', permission: 'projects.see_all' } as const
const moneyReaders = { kind: 'permission', permission: 'money.read' } as const

const offered = {
  ...{ topic, link, label: { ru: 'Новое предложение', en: 'New offer' } },
  title: { ru: 'Предложение № {number} на {amount}: «{title}»', en: 'Offer № {number} for {amount}: “{title}”' },
  body: { ru: '{scope}', en: '{scope}' },
} as const
const accepted = {
  ...{ topic, link },
  title: {
    ru: '{actor} принимает предложение № {number} на {amount}',
    en: '{actor} accepted offer № {number} for {amount}',
  },
  body: {
    ru: '{held, select, yes {Оплачено: деньги ждут завершения проекта «{title}»} other {Проект «{title}»}}',
    en: '{held, select, yes {It is paid: the money waits for “{title}” to be completed} other {Project “{title}”}}',
  },
  values: ({ paid }: { paid: boolean }) => ({ held: paid ? 'yes' : 'no' }),
} as const
const pinned = {
  ...{ topic, link, label: { ru: 'Комментарий к версии', en: 'Comment on a version' } },
  title: {
    ru: '{actor} на {moment} версии {number}: {excerpt}',
    en: '{actor} at {moment} of version {number}: {excerpt}',
  },
  values: ({ atMs }: { atMs: number }) => ({ moment: clock(atMs) }),
} as const
const completed = {
  ...{ topic, link, label: { ru: 'Проект завершён', en: 'Project completed' } },
  title: { ru: 'Проект «{title}» завершён', en: 'The project “{title}” is completed' },
  actorToo: true,
} as const
const cancelled = {
  ...{ topic, link, label: { ru: 'Проект отменён', en: 'Project cancelled' } },
  title: { ru: 'Проект «{title}» отменён', en: 'The project “{title}” is cancelled' },
} as const
const studioGot = {
  ru: '{got, select, yes {Студии начислено {share}} other {}}',
  en: '{got, select, yes {The studio has earned {share}} other {}}',
} as const
const studioShare = ({ studioGets: [share] }: { studioGets: MoneyJson[] }) => ({
  ...{ got: share ? 'yes' : 'no', share: share ?? null },
})

/** What people are told of their projects, in their language (P14–P16). */
export const recordingNotices: readonly NoticeTemplate[] = [
  defineNotice(projectOpened, {
    ...{ topic, link, label: { ru: 'Новый проект', en: 'New project' }, to: { kind: 'audience' } },
    title: { ru: 'Открыт проект «{title}»', en: 'The project “{title}” was opened' },
  }),
  defineNotice(projectOpened, {
    ...{ topic, link, label: { ru: 'Новый проект', en: 'New project' } },
    to: managers,
    title: { ru: 'Открыт проект «{title}»', en: 'The project “{title}” was opened' },
  }),
  defineNotice(offerMade, { ...offered, to: { kind: 'members', of: (payload) => payload.to } }),
  defineNotice(offerMade, { ...offered, to: managers, when: ({ side }) => side === 'client' }),
  defineNotice(offerAccepted, {
    ...{ ...accepted, label: { ru: 'Предложение принято', en: 'Offer accepted' } },
    to: { kind: 'members', of: (payload) => payload.to },
  }),
  defineNotice(offerAccepted, {
    ...{ ...accepted, to: managers, label: { ru: 'Предложение принято', en: 'Offer accepted' } },
    when: ({ paid }) => paid,
  }),
  ...forSide(offerDeclined, {
    ...{ topic, link, label: { ru: 'Предложение отклонено', en: 'Offer declined' } },
    title: { ru: '{actor} отклоняет предложение № {number}', en: '{actor} declined offer № {number}' },
  }),
  defineNotice(versionDelivered, {
    ...{ topic, link, label: { ru: 'Новая версия', en: 'New version' }, to: { kind: 'audience' } },
    title: {
      ru: '«{deliverable}», версия {number}: можно слушать',
      en: '“{deliverable}”, version {number} is ready to hear',
    },
    body: { ru: 'Проект «{title}»', en: 'Project “{title}”' },
  }),
  ...forSide(commentPinned, { ...pinned, when: ({ inRow }) => !inRow }),
  ...forSide(commentPinned, { ...pinned, channels: [] }),
  ...forSide(versionApproved, {
    ...{ topic, link, label: { ru: 'Версия принята', en: 'Version approved' } },
    title: { ru: '{actor}: версия {number} принята', en: '{actor} approved version {number}' },
  }),
  ...forSide(changesRequested, {
    ...{ topic, link, label: { ru: 'Нужны правки', en: 'Changes requested' } },
    title: {
      ru: '{actor} просит правки: круг {round} из {included}',
      en: '{actor} asks for changes: round {round} of {included}',
    },
    body: {
      ru: '{bought, select, yes {Круг оплачен отдельно: {price} ждут завершения проекта} other {}}',
      en: '{bought, select, yes {The round is paid for by itself: {price} wait for completion} other {}}',
    },
    values: ({ paid }) => ({ bought: paid ? 'yes' : 'no', price: paid }),
  }),
  defineNotice(roundGiven, {
    ...{ topic, link, label: { ru: 'Ещё один круг правок', en: 'One more round of changes' } },
    to: { kind: 'audience' },
    title: {
      ru: 'Студия дарит ещё один круг правок: «{title}»',
      en: 'The studio gives one more round of changes: “{title}”',
    },
  }),
  ...forSide(completionPressed, {
    ...{ topic, link, label: { ru: 'Завершение проекта', en: 'Project completion' } },
    title: { ru: '{actor} завершает проект «{title}»', en: '{actor} completes the project “{title}”' },
    body: {
      ru: '{dated, select, yes {Очередь за вами — до {until}} other {Очередь за вами}}',
      en: '{dated, select, yes {It is your turn, until {until}} other {It is your turn}}',
    },
    values: ({ silentUntil }) =>
      silentUntil ? { dated: 'yes', until: Temporal.Instant.from(silentUntil) } : { dated: 'no', until: '' },
  }),
  ...forSide(completionReminded, {
    ...{ topic, link, label: { ru: 'Напоминание о завершении', en: 'Completion reminder' } },
    title: { ru: 'Проект «{title}» ждёт вас до {until}', en: 'The project “{title}” waits for you until {until}' },
    values: ({ silentUntil }) => ({ until: Temporal.Instant.from(silentUntil) }),
  }),
  defineNotice(projectCompleted, {
    ...{ ...completed, to: moneyReaders, body: studioGot, values: studioShare },
  }),
  defineNotice(projectCompleted, { ...completed, to: { kind: 'audience' } }),
  defineNotice(projectCompleted, { ...completed, to: managers }),
  defineNotice(projectCancelled, {
    ...{ ...cancelled, to: moneyReaders, body: studioGot, values: studioShare },
  }),
  defineNotice(projectCancelled, { ...cancelled, to: { kind: 'audience' } }),
  defineNotice(projectCancelled, { ...cancelled, to: managers }),
  defineNotice(summaryIssued, {
    ...{ topic, link, label: { ru: 'Итог проекта', en: 'Project summary' }, to: { kind: 'audience' } },
    title: { ru: 'Готов итог проекта «{title}»', en: 'The summary of “{title}” is ready' },
  }),
  // That it is completed has come by mail already.
  defineNotice(summaryIssued, {
    ...{ topic, link, label: { ru: 'Итог проекта', en: 'Project summary' }, to: moneyReaders, channels: [] },
    title: { ru: 'Готов итог проекта «{title}»', en: 'The summary of “{title}” is ready' },
  }),
  defineNotice(disputeOpened, {
    ...{ topic, link, label: { ru: 'Спор', en: 'Dispute' }, to: { kind: 'audience' } },
    title: { ru: 'Открыт спор по проекту «{title}»', en: 'A dispute was opened over “{title}”' },
  }),
  defineNotice(disputeOpened, {
    ...{ topic, link, label: { ru: 'Спор', en: 'Dispute' }, to: managers },
    title: { ru: 'Открыт спор по проекту «{title}»', en: 'A dispute was opened over “{title}”' },
  }),
  defineNotice(disputeDecided, {
    ...{ topic, link, label: { ru: 'Решение по спору', en: 'Dispute decided' }, to: { kind: 'audience' } },
    title: { ru: 'Спор по проекту «{title}» решён', en: 'The dispute over “{title}” is decided' },
    body: { ru: '{note}', en: '{note}' },
  }),
  defineNotice(disputeDecided, {
    ...{ topic, link, label: { ru: 'Решение по спору', en: 'Dispute decided' }, to: managers },
    title: { ru: 'Спор по проекту «{title}» решён', en: 'The dispute over “{title}” is decided' },
    body: { ru: '{note}', en: '{note}' },
  }),
  defineNotice(ratingGiven, {
    ...{ topic, link, label: { ru: 'Оценка', en: 'Rating' } },
    to: { kind: 'members', of: (payload) => payload.to },
    title: { ru: '{actor}: {score} из 5 за «{deliverable}»', en: '{actor}: {score} of 5 for “{deliverable}”' },
  }),
]

/** For the side that an event concerns; of the studio, where nobody is assigned, for whoever sees all projects. */
function forSide<Schema extends z.ZodType<Record<string, unknown> & { to: string[] }>>(
  kind: EventKind<string, Schema>,
  notice: Omit<NoticeTemplate<z.output<Schema>>, 'event' | 'to'>,
): NoticeTemplate[] {
  const { when = () => true } = notice
  return [
    defineNotice(kind, { ...notice, to: { kind: 'members', of: (payload) => payload.to } }),
    defineNotice(kind, { ...notice, to: managers, when: (payload) => payload.to.length === 0 && when(payload) }),
  ]
}

function clock(atMs: number): string {
  const seconds = Math.floor(atMs / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
