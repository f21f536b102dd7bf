import { defineNotice, type NoticeTemplate } from '../../kernel/events/notices.ts'
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
  projectCompleted,
  projectOpened,
  ratingGiven,
  summaryIssued,
  versionApproved,
  versionDelivered,
} from './events.ts'

const link = (event: { payload: { projectId: string } }) => `/projects/${event.payload.projectId}`
const topic = 'projects' as const

/** What people are told of their projects, in their language (P14–P16). */
export const recordingNotices: readonly NoticeTemplate[] = [
  defineNotice(projectOpened, {
    ...{ topic, link, label: { ru: 'Новый проект', en: 'New project' }, to: { kind: 'audience' } },
    title: { ru: 'Открыт проект «{title}»', en: 'The project “{title}” was opened' },
  }),
  defineNotice(projectOpened, {
    ...{ topic, link, label: { ru: 'Новый проект', en: 'New project' } },
    to: { kind: 'permission', permission: 'projects.see_all' },
    title: { ru: 'Открыт проект «{title}»', en: 'The project “{title}” was opened' },
  }),
  defineNotice(offerMade, {
    ...{ topic, link, label: { ru: 'Новое предложение', en: 'New offer' } },
    to: { kind: 'members', of: (payload) => payload.to },
    title: { ru: 'Предложение № {number} на {amount}: «{title}»', en: 'Offer № {number} for {amount}: “{title}”' },
    body: { ru: '{scope}', en: '{scope}' },
  }),
  defineNotice(offerAccepted, {
    ...{ topic, link, label: { ru: 'Предложение принято', en: 'Offer accepted' } },
    to: { kind: 'members', of: (payload) => payload.to },
    title: {
      ru: '{actor} принимает предложение № {number} на {amount}',
      en: '{actor} accepted offer № {number} for {amount}',
    },
  }),
  defineNotice(offerDeclined, {
    ...{ topic, link, label: { ru: 'Предложение отклонено', en: 'Offer declined' } },
    to: { kind: 'members', of: (payload) => payload.to },
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
  defineNotice(commentPinned, {
    ...{ topic, link, label: { ru: 'Комментарий к версии', en: 'Comment on a version' } },
    to: { kind: 'members', of: (payload) => payload.to },
    title: {
      ru: '{actor} на {moment} версии {number}: {excerpt}',
      en: '{actor} at {moment} of version {number}: {excerpt}',
    },
    values: ({ atMs }) => ({ moment: clock(atMs) }),
    channels: [],
  }),
  defineNotice(versionApproved, {
    ...{ topic, link, label: { ru: 'Версия принята', en: 'Version approved' } },
    to: { kind: 'members', of: (payload) => payload.to },
    title: { ru: '{actor}: версия {number} принята', en: '{actor} approved version {number}' },
  }),
  defineNotice(changesRequested, {
    ...{ topic, link, label: { ru: 'Нужны правки', en: 'Changes requested' } },
    to: { kind: 'members', of: (payload) => payload.to },
    title: {
      ru: '{actor} просит правки: круг {round} из {included}',
      en: '{actor} asks for changes: round {round} of {included}',
    },
  }),
  defineNotice(completionPressed, {
    ...{ topic, link, label: { ru: 'Завершение проекта', en: 'Project completion' } },
    to: { kind: 'members', of: (payload) => payload.to },
    title: { ru: '{actor} завершает проект «{title}»', en: '{actor} completes the project “{title}”' },
    body: {
      ru: '{dated, select, yes {Очередь за вами — до {until}} other {Очередь за вами}}',
      en: '{dated, select, yes {It is your turn, until {until}} other {It is your turn}}',
    },
    values: ({ silentUntil }) =>
      silentUntil ? { dated: 'yes', until: Temporal.Instant.from(silentUntil) } : { dated: 'no', until: '' },
  }),
  defineNotice(completionReminded, {
    ...{ topic, link, label: { ru: 'Напоминание о завершении', en: 'Completion reminder' } },
    to: { kind: 'members', of: (payload) => payload.to },
    title: { ru: 'Проект «{title}» ждёт вас до {until}', en: 'The project “{title}” waits for you until {until}' },
    values: ({ silentUntil }) => ({ until: Temporal.Instant.from(silentUntil) }),
  }),
  defineNotice(projectCompleted, {
    ...{ topic, link, label: { ru: 'Проект завершён', en: 'Project completed' }, to: { kind: 'audience' } },
    title: { ru: 'Проект «{title}» завершён', en: 'The project “{title}” is completed' },
    actorToo: true,
  }),
  defineNotice(summaryIssued, {
    ...{ topic, link, label: { ru: 'Итог проекта', en: 'Project summary' }, to: { kind: 'audience' } },
    title: { ru: 'Готов итог проекта «{title}»', en: 'The summary of “{title}” is ready' },
  }),
  defineNotice(disputeOpened, {
    ...{ topic, link, label: { ru: 'Спор', en: 'Dispute' }, to: { kind: 'audience' } },
    title: { ru: 'Открыт спор по проекту «{title}»', en: 'A dispute was opened over “{title}”' },
  }),
  defineNotice(disputeDecided, {
    ...{ topic, link, label: { ru: 'Решение по спору', en: 'Dispute decided' }, to: { kind: 'audience' } },
    title: { ru: 'Спор по проекту «{title}» решён', en: 'The dispute over “{title}” is decided' },
    body: { ru: '{note}', en: '{note}' },
  }),
  defineNotice(ratingGiven, {
    ...{ topic, link, label: { ru: 'Оценка', en: 'Rating' } },
    to: { kind: 'members', of: (payload) => payload.to },
    title: { ru: '{actor}: {score} из 5 за «{deliverable}»', en: '{actor}: {score} of 5 for “{deliverable}”' },
  }),
]

function clock(atMs: number): string {
  const seconds = Math.floor(atMs / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
