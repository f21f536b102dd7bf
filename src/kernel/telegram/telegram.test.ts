import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTelegramStandIn, type TelegramStandIn } from '../../../test/telegram-stand-in.ts'
import { RetryLater } from '../jobs/retry.ts'
import { until } from '../testing/until.ts'
import { newPace } from './pace.ts'
import { ChatGone, openTelegram, type Telegram, type TelegramNews } from './telegram.ts'

let standIn: TelegramStandIn
let telegram: Telegram

beforeAll(async () => {
  standIn = await startTelegramStandIn()
  const opened = openTelegram({ TELEGRAM_BOT_TOKEN: standIn.token, TELEGRAM_API_ROOT: standIn.url })
  if (!opened) throw new Error('there is a token')
  telegram = opened
})
afterAll(() => standIn.close())

test('it is off while no token is set', () => {
  expect(openTelegram({ TELEGRAM_BOT_TOKEN: undefined, TELEGRAM_API_ROOT: 'https://api.telegram.org' })).toBeUndefined()
})

test('a deep link opens the bot with the code', async () => {
  expect(await telegram.deepLink('abc_1')).toBe('https://t.me/atelier_stand_in_bot?start=abc_1')
})

test('retry_after is obeyed: nothing is sent before it is over', async () => {
  standIn.refuse(1, 1)
  await expect(telegram.send('1', 'first')).rejects.toMatchObject({ name: 'RetryLater', afterS: 1 })
  await telegram.send('2', 'second')
  expect(standIn.impatient).toBe(0)
  expect(standIn.messages.at(-1)).toMatchObject({ chatId: '2', text: 'second' })
})

test('a clock that is put back holds no message', async () => {
  await telegram.send('6', 'first')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
  await telegram.send('8', 'second').finally(() => vi.useRealTimers())
  expect(standIn.messages.at(-1)).toMatchObject({ chatId: '8', text: 'second' })
})

test('a chat that blocked the bot is gone for good', async () => {
  standIn.block('3')
  await expect(telegram.send('3', 'hello')).rejects.toBeInstanceOf(ChatGone)
})

test('a broken connection is an error that the job tries again', async () => {
  standIn.breakConnections(1)
  await expect(telegram.send('4', 'hello')).rejects.not.toBeInstanceOf(RetryLater)
  await telegram.send('5', 'hello')
  expect(standIn.messages.at(-1)?.chatId).toBe('5')
})

test('news arrive once each, also when the line breaks in between', async () => {
  const heard: TelegramNews[] = []
  const stop = new AbortController()
  const listening = telegram.listen(async (news) => {
    heard.push(news)
  }, stop.signal)
  standIn.say('7', '/start code')
  await until(() => heard.some((news) => news.kind === 'message'))
  standIn.breakConnections(1)
  standIn.say('7', 'again')
  await until(() => heard.length >= 3)
  stop.abort()
  await listening
  expect(heard).toEqual([
    { kind: 'left', chatId: '3' },
    { kind: 'message', chatId: '7', text: '/start code', language: 'ru' },
    { kind: 'message', chatId: '7', text: 'again', language: 'ru' },
  ])
})

test('the pace keeps one chat to one message a second, and all of them below thirty', () => {
  const pace = newPace()
  const waits = Array.from({ length: 60 }, (_, index) => pace.reserve(String(index), 0))
  expect(waits.filter((wait) => wait < 1000).length).toBeLessThan(30)
  const chat = newPace()
  expect([chat.reserve('1', 0), chat.reserve('1', 0), chat.reserve('1', 5000)]).toEqual([0, 1050, 0])
})
