/**
 * Messaging: the one chat of each client with the studio.
 *
 * A **thread** is that chat. A **message** is what somebody said in it, or a **notice** of what happened, told by the
 * module above that did it, with a reference to what it shows. A **participant** is staff in a chat without seeing all of
 * them. An **internal note** is a message among the staff. A **read mark** is how far somebody has read.
 *
 * Never: an internal note, or word of one, in a client's sight (R7); a message twice because a line was cut; what one
 * side removed gone from the other's sight (R10); a message missed by who was away: `changedAfter` counts every change in
 * the order in which it was committed.
 */
import './tables.ts'
import { on } from '../../kernel/events/handlers.ts'
import type { Module } from '../../kernel/module.ts'
import { memberRegistered } from '../studios/index.ts'
import { messagingNotices } from './events.ts'
import { messagingPermissions } from './policy.ts'
import { messagingProblems } from './problems.ts'
import { messagingRoutes } from './routes.ts'
import { openThread } from './thread.ts'

export { postNotice, sendMessage } from './message.ts'
export { listMessages, type MessagePage } from './read.ts'
export { messageJson, messageSchema } from './schemas.ts'
export { threads } from './tables.ts'
export { joinThread, openThread } from './thread.ts'

export const messagingModule: Module = {
  name: 'messaging',
  migrations: new URL('./migrations/', import.meta.url),
  routes: messagingRoutes,
  handlers: [
    on(memberRegistered, 'messaging.open-thread', async (ctx, event) => {
      if (event.payload.role === 'client') await openThread(ctx, event.subject.id)
    }),
  ],
  problems: messagingProblems,
  permissions: messagingPermissions,
  notices: messagingNotices,
}
