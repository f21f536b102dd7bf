/**
 * Recording: the work of a studio for a client, from the first offer to the payout.
 *
 * A **project** (single, EP, album) goes through **stages** in the client's one chat with the studio. An **offer** is a
 * scope and a price; accepted by the client it is a **purchase**, whose money is held under the **terms** of that day. A
 * **deliverable** comes in **versions**, which are heard, commented on at a moment, approved or sent back, and rated.
 * **Completion** takes both sides. A **tip** is the performer's alone.
 *
 * Never: money that moves without a press of its owner, or twice; a payout by other terms than those of the day when the
 * work was bought (R16); an original open before both sides have completed (R11); a sum that is off by a kopeck (R15); an
 * approval of another file than the one that was heard; a silent side done without before it was told (R11).
 */
import './tables.ts'
import { on } from '../../kernel/events/handlers.ts'
import type { Module } from '../../kernel/module.ts'
import { filePreviewed } from '../files/index.ts'
import { memberChanged } from '../studios/index.ts'
import { markHeard } from './delivery.ts'
import { disputeForBlocked } from './dispute.ts'
import { recordingTasks } from './jobs.ts'
import { recordingNotices } from './notices.ts'
import { recordingPermissions } from './policy.ts'
import { recordingProblems } from './problems.ts'
import { closingRoutes } from './routes/closing.ts'
import { disputeConsoleRoutes } from './routes/console-disputes.ts'
import { offerRoutes } from './routes/offers.ts'
import { projectRoutes } from './routes/projects.ts'
import { scoreRoutes } from './routes/score.ts'
import { sumRoutes } from './routes/sums.ts'
import { versionRoutes } from './routes/versions.ts'

export { pressComplete } from './completion.ts'
export { deliverVersion, markHeard } from './delivery.ts'
export { makeOffer } from './offer.ts'
export { moveStage, openProject } from './project.ts'
export { acceptOffer } from './purchase.ts'
export { rateVersion } from './rating.ts'
export { approveVersion, pinComment, requestChanges } from './review.ts'
export { sendTip } from './tip.ts'
export { viewProject } from './view.ts'

export const recordingModule: Module = {
  name: 'recording',
  migrations: new URL('./migrations/', import.meta.url),
  routes: (app) => {
    projectRoutes(app)
    offerRoutes(app)
    versionRoutes(app)
    closingRoutes(app)
    scoreRoutes(app)
    sumRoutes(app)
    disputeConsoleRoutes(app)
  },
  handlers: [
    on(filePreviewed, 'recording.heard', (ctx, event) => markHeard(ctx, event.subject.id, event.actor.membershipId)),
    on(memberChanged, 'recording.shut_out', async (ctx, event) => {
      if (event.after?.state === 'blocked') await disputeForBlocked(ctx, event.subject.id)
    }),
  ],
  tasks: recordingTasks,
  problems: recordingProblems,
  permissions: recordingPermissions,
  notices: recordingNotices,
}
