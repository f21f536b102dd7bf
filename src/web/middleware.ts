import { defineMiddleware } from 'astro:middleware'
import { AsyncLocalStorage } from 'node:async_hooks'
import { overwriteGetLocale } from './generated/messages/runtime.js'

const locale = new AsyncLocalStorage<'ru' | 'en'>()
overwriteGetLocale(() => locale.getStore() ?? 'ru')

/** Every message of a page is in the language that the request asked for. */
export const onRequest = defineMiddleware((context, next) => locale.run(context.locals.locale, next))
