import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'

/** An e-mail was proven and is an account now, or was one already. */
export const accountRegistered = defineEvent(
  'account.registered',
  z.object({
    intent: z.enum(['owner', 'client', 'invitation']),
    email: z.string(),
    name: z.string(),
    isNew: z.boolean(),
  }),
  'person',
)
/** A code went to the e-mail of somebody who registers; a code was tried, rightly or not. */
export const registrationCodeSent = defineEvent('registration.code_sent', z.object({ email: z.string() }), 'person')
export const registrationCodeTried = defineEvent('registration.code_tried', z.object({ email: z.string() }), 'person')
export const sessionStarted = defineEvent('session.started', z.object({ sessionId: z.uuid() }), 'person')
export const sessionFailed = defineEvent('session.failed', z.object({ email: z.string() }), 'person')
export const sessionEnded = defineEvent('session.ended', z.object({ sessionId: z.uuid() }), 'person')
/** Somebody asked for a link to a new password, whether or not the e-mail is known. */
export const passwordResetAsked = defineEvent('password.reset_asked', z.object({ email: z.string() }), 'person')
export const passwordChanged = defineEvent('password.changed', z.object({}), 'person')
/** The operator keeps the person out, or lets them in again (P20). */
export const accountBlocked = defineEvent(
  'account.blocked',
  z.object({ reason: z.string(), sessionsEnded: z.int().describe('how many browsers were signed out') }),
  'person',
)
export const accountUnblocked = defineEvent('account.unblocked', z.object({ reason: z.string() }), 'person')
export const accountChanged = defineEvent('account.changed', z.object({}), 'person')
