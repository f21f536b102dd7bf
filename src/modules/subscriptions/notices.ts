import { defineNotice, type NoticeTemplate } from '../../kernel/events/notices.ts'
import {
  subscriptionCancelled,
  subscriptionCredited,
  subscriptionEnded,
  subscriptionExtended,
  subscriptionPaymentFailed,
  subscriptionPlanChanged,
  subscriptionRenewed,
  subscriptionRestored,
  subscriptionResumed,
  subscriptionStarted,
  subscriptionSuspended,
  subscriptionTrialEnding,
} from './events.ts'

const owner = { topic: 'studio', to: { kind: 'role', role: 'owner' }, actorToo: true } as const
const link = () => '/subscription'
const at = (text: string) => Temporal.Instant.from(text)

/** What the owner is told of the subscription, in their language and zone (P8, P14–P16). */
export const subscriptionsNotices: readonly NoticeTemplate[] = [
  defineNotice(subscriptionStarted, {
    ...{ ...owner, link, label: { ru: 'Подписка началась', en: 'Subscription started' } },
    title: { ru: 'Подписка оплачена до {end}', en: 'The subscription is paid until {end}' },
    body: { ru: 'Тариф «{planName}», {amount}', en: 'The plan “{planName}”, {amount}' },
    values: ({ planName, until }) => ({ planName, end: at(until) }),
    when: ({ state }) => state === 'active',
  }),
  // The studio's opening says it already: one mail is enough.
  defineNotice(subscriptionStarted, {
    ...{ ...owner, link, label: { ru: 'Подписка началась', en: 'Subscription started' }, channels: [] },
    title: { ru: 'Пробный срок до {end}', en: 'The trial lasts until {end}' },
    body: { ru: 'Тариф «{planName}», потом {amount}', en: 'The plan “{planName}”, then {amount}' },
    values: ({ planName, until }) => ({ planName, end: at(until) }),
  }),
  defineNotice(subscriptionTrialEnding, {
    ...{ ...owner, link, label: { ru: 'Пробный срок кончается', en: 'The trial is about to end' } },
    title: { ru: 'Пробный срок кончается: {end}', en: 'The trial ends: {end}' },
    body: { ru: 'Тариф «{planName}», {amount}. {how}', en: 'The plan “{planName}”, {amount}. {how}' },
    values: ({ planName, until, hasMethod }) => ({
      planName,
      end: at(until),
      how: hasMethod
        ? { ru: 'Спишем с сохранённой карты', en: 'It is charged to the saved card' }
        : { ru: 'Оплатите, чтобы студия работала дальше', en: 'Pay, and the studio goes on working' },
    }),
  }),
  defineNotice(subscriptionRestored, {
    ...{ ...owner, link, label: { ru: 'Студия снова работает', en: 'The studio works again' } },
    title: { ru: 'Студия снова работает', en: 'The studio works again' },
    body: { ru: 'Тариф «{planName}» оплачен до {end}', en: 'The plan “{planName}” is paid until {end}' },
    values: ({ planName, until }) => ({ planName, end: at(until) }),
  }),
  defineNotice(subscriptionExtended, {
    ...{ ...owner, link, label: { ru: 'Подписка продлена', en: 'Subscription extended' } },
    title: { ru: 'Подписка продлена до {end}', en: 'The subscription lasts until {end}' },
    body: {
      ru: 'Студия снова открыта. Пока она была закрыта, мы ничего не списывали и дни не считали: тариф «{planName}» продлён на это время',
      en: 'The studio is open again. While it was closed nothing was charged and no day counted: the plan “{planName}” lasts longer by that time',
    },
    values: ({ planName, until }) => ({ planName, end: at(until) }),
  }),
  defineNotice(subscriptionRenewed, {
    ...{ ...owner, link, label: { ru: 'Подписка оплачена', en: 'Subscription paid' } },
    title: { ru: 'Подписка оплачена до {end}', en: 'The subscription is paid until {end}' },
    body: { ru: 'Тариф «{planName}», {amount}', en: 'The plan “{planName}”, {amount}' },
    values: ({ planName, until }) => ({ planName, end: at(until) }),
  }),
  defineNotice(subscriptionPaymentFailed, {
    ...{ ...owner, link, label: { ru: 'Подписка не списалась', en: 'Subscription payment failed' } },
    title: { ru: 'Подписка не оплачена: {amount}', en: 'The subscription was not paid: {amount}' },
    body: {
      ru: '{reason} Попытка {attempt} из {of}, следующая: {next}. Последний срок: {stop}, потом студию можно будет только смотреть — ни записей, ни новых людей',
      en: '{reason} Try {attempt} of {of}; the next: {next}. The deadline: {stop}; after that the studio is read-only, without bookings or new people',
    },
    values: ({ why, nextTryAt, readOnlyAt }) => ({
      next: at(nextTryAt),
      stop: at(readOnlyAt),
      reason:
        why === 'refused'
          ? { ru: 'Банк отказал.', en: 'The bank refused.' }
          : { ru: 'Нет карты, с которой списать.', en: 'There is no card to charge.' },
    }),
  }),
  defineNotice(subscriptionSuspended, {
    ...{ ...owner, link, label: { ru: 'Студия только для чтения', en: 'The studio is read-only' } },
    title: { ru: 'Студия теперь только для чтения', en: 'The studio is read-only now' },
    body: {
      ru: 'Подписка не оплачена: {amount}. Ничего не удалено, сайт, файлы и деньги доступны. Оплатите — и всё заработает сразу',
      en: 'The subscription is unpaid: {amount}. Nothing is deleted; site, files and money can be reached. Pay, and all works at once',
    },
  }),
  defineNotice(subscriptionCredited, {
    ...{ ...owner, link, label: { ru: 'Деньги отложены на подписку', en: 'Put aside for the subscription' } },
    title: { ru: '{amount} отложено на подписку', en: '{amount} is put aside for the subscription' },
    body: {
      ru: 'Всего отложено {credit}: из этого оплатится следующий период',
      en: '{credit} in all: the next period is paid from it',
    },
  }),
  defineNotice(subscriptionPlanChanged, {
    ...{ ...owner, link, label: { ru: 'Тариф изменён', en: 'Plan changed' } },
    title: { ru: 'Теперь тариф «{planName}»', en: 'The plan is “{planName}” now' },
    body: {
      ru: 'Был «{fromName}». Дальше — {price} за период',
      en: 'It was “{fromName}”. From now on {price} a period',
    },
    values: ({ planName, fromName }) => ({ planName, fromName }),
  }),
  defineNotice(subscriptionCancelled, {
    ...{ ...owner, link, label: { ru: 'Подписка отменена', en: 'Subscription cancelled' } },
    title: { ru: 'Подписка отменена', en: 'The subscription is cancelled' },
    body: {
      ru: 'Всё работает до {end}, потом студию можно будет только смотреть. До этого дня можно передумать',
      en: 'Everything works until {end}, then the studio is read-only. Until then you can change your mind',
    },
    values: ({ until }) => ({ end: at(until) }),
  }),
  defineNotice(subscriptionResumed, {
    ...{ ...owner, link, label: { ru: 'Подписка продолжается', en: 'Subscription resumed' }, channels: [] },
    title: { ru: 'Подписка продолжается', en: 'The subscription goes on' },
    body: { ru: 'Следующее списание: {end}', en: 'The next charge: {end}' },
    values: ({ until }) => ({ end: at(until) }),
  }),
  defineNotice(subscriptionEnded, {
    ...{ ...owner, link, label: { ru: 'Подписка закончилась', en: 'Subscription ended' } },
    title: { ru: 'Подписка закончилась', en: 'The subscription has ended' },
    body: {
      ru: 'Студия теперь только для чтения, ничего не удалено. Вернуться можно в любой день',
      en: 'The studio is read-only now, nothing is deleted. You can come back any day',
    },
  }),
]
