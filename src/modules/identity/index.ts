/**
 * Identity: who a person is, wherever they work.
 *
 * An **account** is a person who signs in, with one e-mail. A **session** is a signed-in browser, kept on the server; the
 * cookie carries its token and nothing else. A **registration** is an e-mail still to be proven by a code.
 *
 * Never: an answer that tells whether an e-mail is known (P7); a password or a code kept in the clear; a session that
 * cannot be ended from the server (P9). What the person is in a studio, a profile, belongs to the module above.
 */
import './tables.ts'
import type { Module } from '../../kernel/module.ts'
import { identityProblems } from './problems.ts'
import { identityRoutes } from './routes.ts'

export { type Auth, cookieValue, openAuth, SESSION_SECONDS, tokenOf } from './auth.ts'
export { answerEntry, enter } from './enter.ts'
export { accountRegistered } from './events.ts'
export { invitationMail } from './mails.ts'
export { makeAccount } from './make-account.ts'
export { appointOperator } from './operator.ts'
export {
  countAttempt,
  proveRegistration,
  type Registration,
  type RegistrationRequest,
  resendCode,
  startRegistration,
} from './registration.ts'
export { blockReasonSchema, emailSchema, passwordSchema, personNameSchema } from './schemas.ts'
export { endsSessionsOf, rememberProfile, sessionLives, startSession } from './sessions.ts'
export { accounts, sessions } from './tables.ts'

export const identityModule: Module = {
  name: 'identity',
  migrations: new URL('./migrations/', import.meta.url),
  routes: identityRoutes,
  problems: identityProblems,
}
