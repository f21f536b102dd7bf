import { defineNotice, type NoticeTemplate } from '../../kernel/events/notices.ts'
import type { Words } from '../studios/index.ts'
import {
  bookingCancelled,
  bookingCompleted,
  bookingConfirmed,
  bookingDeclined,
  bookingExpired,
  bookingMissed,
  bookingMoved,
  bookingPaymentReturned,
  bookingReminded,
  bookingRequested,
  sessionsOrphaned,
} from './events.ts'

const link = (event: { payload: { bookingId: string } }) => `/bookings/${event.payload.bookingId}`
const topic = 'bookings' as const
const values = ({ title, startsAt }: { title: Words; startsAt: string }) => ({
  what: title,
  start: Temporal.Instant.from(startsAt),
})
const audience = { kind: 'audience' } as const
const managers = { kind: 'permission', permission: 'bookings.manage' } as const
const people = { kind: 'members', of: (payload: { people: string[] }) => payload.people } as const
const inWallet = { ru: '{amount} — в вашем кошельке', en: '{amount} is in your wallet' }

/** What people are told of bookings, in their language and zone (P14–P16). */
export const schedulingNotices: readonly NoticeTemplate[] = [
  defineNotice(bookingRequested, {
    ...{ topic, link, values, to: managers, label: { ru: 'Запрос на запись', en: 'Booking request' } },
    title: { ru: '{actor} просит время: {what}, {start}', en: '{actor} asks for a time: {what}, {start}' },
    body: { ru: 'Оплачено. Ответьте, пока время держится', en: 'It is paid. Answer while the time is kept' },
  }),
  defineNotice(bookingRequested, {
    ...{ topic, link, values, label: { ru: 'Запрос на запись', en: 'Booking request' } },
    ...{ to: audience, actorToo: true },
    title: { ru: 'Запрос отправлен: {what}, {start}', en: 'Request sent: {what}, {start}' },
    body: {
      ru: 'Студия ответит; если откажет, вернём всё',
      en: 'The studio will answer; if it declines, all is returned',
    },
  }),
  defineNotice(bookingConfirmed, {
    ...{ topic, link, values, label: { ru: 'Запись подтверждена', en: 'Booking confirmed' } },
    ...{ to: audience, actorToo: true },
    title: { ru: 'Вы записаны: {what}, {start}', en: 'You are booked: {what}, {start}' },
  }),
  defineNotice(bookingConfirmed, {
    ...{ topic, link, values, to: people, label: { ru: 'Новая запись к вам', en: 'New session of yours' } },
    title: { ru: 'У вас сеанс: {what}, {start}', en: 'You have a session: {what}, {start}' },
  }),
  defineNotice(bookingConfirmed, {
    ...{ topic, link, values, to: managers, label: { ru: 'Новая запись', en: 'New booking' } },
    title: { ru: 'Запись: {what}, {start}', en: 'Booking: {what}, {start}' },
  }),
  defineNotice(bookingMoved, {
    ...{ topic, link, values, to: audience, label: { ru: 'Запись перенесена', en: 'Booking moved' } },
    title: { ru: 'Изменено, начало то же: {what}, {start}', en: 'Changed, begins as before: {what}, {start}' },
    when: ({ startsAt, from }) => startsAt === from,
  }),
  defineNotice(bookingMoved, {
    ...{ topic, link, values, to: audience, label: { ru: 'Запись перенесена', en: 'Booking moved' } },
    title: { ru: 'Перенесено: {what}, теперь {start}', en: 'Moved: {what}, now {start}' },
  }),
  defineNotice(bookingMoved, {
    ...{ topic, link, label: { ru: 'Ваш сеанс передан другому', en: 'Session of yours given to somebody else' } },
    to: { kind: 'members', of: ({ freed }) => freed ?? [] },
    title: { ru: 'Сеанс больше не ваш: {what}, {start}', en: 'No longer your session: {what}, {start}' },
    values: ({ title, from }) => values({ title, startsAt: from }),
  }),
  defineNotice(bookingMoved, {
    ...{ topic, link, values, label: { ru: 'Новая запись к вам', en: 'New session of yours' } },
    to: { kind: 'members', of: ({ joined }) => joined ?? [] },
    title: { ru: 'У вас сеанс: {what}, {start}', en: 'You have a session: {what}, {start}' },
  }),
  defineNotice(bookingMoved, {
    ...{ topic, link, values, to: people, label: { ru: 'Ваш сеанс перенесён', en: 'Session of yours moved' } },
    title: { ru: 'Ваш сеанс перенесён: {what}, теперь {start}', en: 'Your session moved: {what}, now {start}' },
  }),
  defineNotice(bookingMoved, {
    ...{ topic, link, values, to: managers, label: { ru: 'Запись перенесена', en: 'Booking moved' } },
    title: { ru: '{actor} переносит: {what}, теперь {start}', en: '{actor} moved: {what}, now {start}' },
  }),
  defineNotice(bookingCancelled, {
    ...{ topic, link, values, label: { ru: 'Запись отменена', en: 'Booking cancelled' } },
    ...{ to: audience, actorToo: true },
    title: { ru: 'Отменено: {what}, {start}', en: 'Cancelled: {what}, {start}' },
    body: { ru: 'Возвращено {returned}', en: 'Returned: {returned}' },
  }),
  defineNotice(bookingCancelled, {
    ...{ topic, link, values, to: people, label: { ru: 'Ваш сеанс отменён', en: 'Session of yours cancelled' } },
    title: { ru: 'Ваш сеанс отменён: {what}, {start}', en: 'Your session is cancelled: {what}, {start}' },
  }),
  defineNotice(bookingCancelled, {
    ...{ topic, link, values, to: managers, label: { ru: 'Запись отменена', en: 'Booking cancelled' } },
    title: { ru: '{actor} отменяет: {what}, {start}', en: '{actor} cancelled: {what}, {start}' },
    body: { ru: 'Студии осталось {kept}', en: 'Kept by the studio: {kept}' },
  }),
  defineNotice(bookingDeclined, {
    ...{ topic, link, values, to: audience, label: { ru: 'Запрос отклонён', en: 'Request declined' } },
    title: { ru: 'Студия не может: {what}, {start}', en: 'The studio cannot: {what}, {start}' },
    body: { ru: '{reason} Возвращено {returned}', en: '{reason} Returned: {returned}' },
  }),
  defineNotice(bookingExpired, {
    ...{ topic, link, values, to: audience, label: { ru: 'Запрос истёк', en: 'Request expired' } },
    title: { ru: 'Студия не ответила: {what}, {start}', en: 'The studio did not answer: {what}, {start}' },
    body: { ru: 'Возвращено {returned}', en: 'Returned: {returned}' },
    when: ({ reason }) => reason === 'unanswered',
  }),
  defineNotice(bookingPaymentReturned, {
    ...{ topic, link, values, label: { ru: 'Деньги остались в кошельке', en: 'Money stayed in the wallet' } },
    ...{ to: audience, actorToo: true },
    title: {
      ru: 'Деньги пришли, но всё уже оплачено: {what}, {start}',
      en: 'Paid, but everything was paid already: {what}, {start}',
    },
    body: inWallet,
    when: ({ why }) => why === 'nothing_to_pay',
  }),
  defineNotice(bookingPaymentReturned, {
    ...{ topic, link, values, label: { ru: 'Деньги остались в кошельке', en: 'Money stayed in the wallet' } },
    ...{ to: audience, actorToo: true },
    title: {
      ru: 'Деньги пришли, но время уже отпустили: {what}, {start}',
      en: 'Paid, but the time had been let go: {what}, {start}',
    },
    body: inWallet,
    when: ({ why }) => why === 'hold_released',
  }),
  defineNotice(bookingPaymentReturned, {
    ...{ topic, link, values, label: { ru: 'Деньги остались в кошельке', en: 'Money stayed in the wallet' } },
    ...{ to: audience, actorToo: true },
    title: {
      ru: 'Деньги пришли, но время уже заняли: {what}, {start}',
      en: 'Paid, but the time was taken: {what}, {start}',
    },
    body: inWallet,
    when: ({ why }) => why === 'slot_taken' || why === 'hold_lapsed',
  }),
  defineNotice(bookingPaymentReturned, {
    ...{ topic, link, values, label: { ru: 'Деньги остались в кошельке', en: 'Money stayed in the wallet' } },
    ...{ to: audience, actorToo: true },
    title: {
      ru: 'Деньги пришли, но запись ими не оплачена: {what}, {start}',
      en: 'Paid, but not for the booking: {what}, {start}',
    },
    body: inWallet,
  }),
  defineNotice(bookingCompleted, {
    ...{ topic, link, values, label: { ru: 'Сеанс прошёл', en: 'Session completed' }, channels: [] },
    to: audience,
    title: { ru: 'Сеанс прошёл: {what}, {start}', en: 'Session completed: {what}, {start}' },
  }),
  defineNotice(bookingReminded, {
    ...{ topic, link, values, to: audience, label: { ru: 'Напоминание о записи', en: 'Booking reminder' } },
    title: { ru: 'Скоро запись: {what}, {start}', en: 'Your session is soon: {what}, {start}' },
  }),
  defineNotice(bookingReminded, {
    ...{ topic, link, values, to: people, label: { ru: 'Напоминание о сеансе', en: 'Reminder of your session' } },
    title: { ru: 'Скоро ваш сеанс: {what}, {start}', en: 'A session of yours is soon: {what}, {start}' },
  }),
  defineNotice(bookingMissed, {
    ...{ topic, link, values, to: audience, label: { ru: 'Вы не пришли', en: 'You did not come' } },
    title: { ru: 'Вас ждали: {what}, {start}', en: 'You were expected: {what}, {start}' },
    body: { ru: 'Студии осталось {kept}, возвращено {returned}', en: 'Kept {kept}, returned {returned}' },
  }),
  defineNotice(sessionsOrphaned, {
    ...{
      topic,
      to: managers,
      link: () => '/schedule',
      label: { ru: 'Сеансы без человека', en: 'Sessions without anybody' },
    },
    title: {
      ru: '{name}: впереди {sessions, plural, one {# сеанс} few {# сеанса} many {# сеансов} other {# сеанса}}, а в студии больше не работает',
      en: '{name} has left with {sessions, plural, one {# session} other {# sessions}} ahead',
    },
    body: {
      ru: 'Записи остались: передайте их другому в расписании или отмените',
      en: 'They are still booked: give them to somebody else in the schedule, or cancel them',
    },
  }),
]
