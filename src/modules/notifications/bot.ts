import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { runAlone } from '../../kernel/jobs/alone.ts'
import type { Services } from '../../kernel/services.ts'
import type { TelegramNews } from '../../kernel/telegram/telegram.ts'
import { forgetChat, redeemCode, unlink } from './telegram.ts'

const START = /^\/start(?:@\w+)?(?:\s+([\w-]{1,64}))?$/
const STOP = /^\/stop(?:@\w+)?$/

/** What the bot answers, in the language of the person's Telegram. */
const replies = {
  linked: {
    ru: 'Готово: уведомления Atelier будут приходить сюда. Отключить — /stop',
    en: 'Done: Atelier’s notices will arrive here. To switch them off, send /stop',
  },
  lapsed: {
    ru: 'Эта ссылка уже использована или устарела. Откройте новую в настройках уведомлений.',
    en: 'This link was used already or has lapsed. Open a new one in your notification settings.',
  },
  stopped: { ru: 'Уведомления сюда больше не приходят.', en: 'Notices no longer arrive here.' },
  hint: {
    ru: 'Чтобы получать уведомления, откройте ссылку из настроек уведомлений Atelier.',
    en: 'To receive notices, open the link in Atelier’s notification settings.',
  },
}

/** Listens to the bot while workers run: in one process of all, and not at all without a token (P15). */
export function listenToBot(services: Services): { stop(): Promise<void> } {
  const { telegram, log } = services
  if (!telegram) return { stop: async () => undefined }
  return runAlone(services, 'telegram', (signal) =>
    telegram.listen(async (news) => {
      const reply = await handleNews(services, news)
      if (!reply) return
      await telegram.send(news.chatId, reply).catch((error: unknown) => log.info({ err: error }, 'no answer to a chat'))
    }, signal),
  )
}

/** Does what a piece of news asks for; returns what to answer. News that comes twice has its effect once. */
export async function handleNews(services: Services, news: TelegramNews): Promise<string | undefined> {
  const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'telegram' } } as const
  const inTransaction = services.database.transaction
  if (news.kind === 'left') {
    const whose = await inTransaction(scope, (ctx) => unlink(ctx, { chatId: news.chatId }))
    if (whose) await forgetChat(services, whose)
    return undefined
  }
  const language = news.language?.startsWith('ru') ? 'ru' : 'en'
  if (STOP.test(news.text)) {
    const whose = await inTransaction(scope, (ctx) => unlink(ctx, { chatId: news.chatId }))
    if (whose) await forgetChat(services, whose)
    return replies.stopped[language]
  }
  const code = START.exec(news.text)?.[1]
  if (!code) return replies.hint[language]
  const whose = await inTransaction(scope, (ctx) => redeemCode(ctx, code, news.chatId))
  if (whose) await forgetChat(services, whose)
  return whose ? replies.linked[language] : replies.lapsed[language]
}
