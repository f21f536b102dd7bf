import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'

/** A person linked a Telegram chat. Of the platform: it concerns them in every studio. */
export const telegramLinked = defineEvent('telegram.linked', z.object({}), 'person')

/** The link was taken off: by the person, or because the chat blocked the bot. */
export const telegramUnlinked = defineEvent('telegram.unlinked', z.object({}), 'person')

/** A person marked notices of theirs as read, or as unread again. */
export const noticesRead = defineEvent('notices.read', z.object({ count: z.int(), read: z.boolean() }), 'person')

/** A person changed which events reach them how, or their quiet hours. */
export const noticesChosen = defineEvent('notices.chosen', z.object({}), 'person')

const webhook = z.object({ url: z.string() })
export const webhookAdded = defineEvent('webhook.added', webhook, 'staff')
export const webhookChanged = defineEvent('webhook.changed', webhook, 'staff')
export const webhookRemoved = defineEvent('webhook.removed', webhook, 'staff')
/** Somebody sent a delivery again by hand. */
export const webhookResent = defineEvent('webhook.resent', z.object({ deliveryId: z.uuid() }), 'staff')
