/**
 * Ledger: every movement of money, between wallets, in balanced transfers that nothing changes afterwards.
 *
 * A **wallet** is somebody's money of one kind in one currency. A **transfer** moves it by **postings** that add up to
 * nothing. A **hold** is money that waits for acceptance: **captured** when it is paid out, **released** when it goes
 * back. A **withdrawal** stands in `outgoing` until the gateway has answered. A **refund** takes back what was paid out;
 * what is not there any more is a debt, which later captures pay off first. A **payment attempt** is money on its way
 * through the gateway.
 *
 * Never: a wallet below its floor; more captured and released than was held; a transfer that does not balance; an id
 * that moves money twice. The database refuses all of it: one posting function writes, and no role has a grant beside it.
 */
import './tables.ts'
import { z } from 'zod'
import { defineTask } from '../../kernel/jobs/jobs.ts'
import type { Module } from '../../kernel/module.ts'
import { ASK_TASK, askGateway } from './attempt.ts'
import { ledgerNotices } from './events.ts'
import { ledgerFigures } from './figures.ts'
import { ledgerPermissions } from './policy.ts'
import { ledgerProblems } from './problems.ts'
import { reconcile } from './reconcile.ts'
import { ledgerConsoleRoutes } from './routes/console.ts'
import { commissionRoutes } from './routes/console-commission.ts'
import { holdConsoleRoutes } from './routes/console-holds.ts'
import { refundConsoleRoutes } from './routes/console-refunds.ts'
import { withdrawalConsoleRoutes } from './routes/console-withdrawals.ts'
import { earningsRoutes } from './routes/earnings.ts'
import { ownHoldRoutes } from './routes/own-holds.ts'
import { paymentRoutes } from './routes/payments.ts'
import { statementRoutes } from './routes/statement.ts'
import { walletRoutes } from './routes/wallets.ts'
import { withdrawalRoutes } from './routes/withdrawals.ts'
import { tellOnTask, tellStudios } from './tell-commission.ts'
import { settleTopUp } from './top-up.ts'
import { payOutTask } from './withdrawal.ts'

export { type AttemptSeen, attemptsFor, beginAttempt, paymentAddress, returnSchema } from './attempt.ts'
export { commissionTerms, keepTerms } from './commission.ts'
export { openStudioWallet } from './open-wallet.ts'
export { type PaidOut, readPaidOut } from './paid-out.ts'
export { balances, platformReceived, readHold, readHolds, readRefunded } from './read.ts'
export { refund } from './refund.ts'
export { type CommissionTerms, type SplitPayout, splitPayout } from './split.ts'
export type { Breakdown } from './tables.ts'
export { capture, type Hold, hold, type PayoutLeg, release, settleHolds, tip, topUp, transfer } from './verbs.ts'
export { PLATFORM_WALLET, type WalletOwner } from './wallet.ts'

export const ledgerModule: Module = {
  name: 'ledger',
  figures: ledgerFigures,
  migrations: new URL('./migrations/', import.meta.url),
  routes: (app, services) => {
    walletRoutes(app)
    ownHoldRoutes(app)
    earningsRoutes(app)
    statementRoutes(app)
    paymentRoutes(app, services)
    withdrawalRoutes(app)
    ledgerConsoleRoutes(app)
    holdConsoleRoutes(app)
    refundConsoleRoutes(app)
    commissionRoutes(app, services)
    withdrawalConsoleRoutes(app)
  },
  handlers: [tellStudios],
  tasks: (services) => [
    payOutTask(services),
    tellOnTask(services),
    defineTask({
      name: ASK_TASK,
      payload: z.object({ attemptId: z.uuid(), round: z.int() }),
      run: ({ attemptId, round }) => askGateway(services, attemptId, round),
    }),
  ],
  settlements: { top_up: settleTopUp },
  checks: [{ name: 'ledger.reconciliation', run: ({ database }) => reconcile(database) }],
  permissions: ledgerPermissions,
  problems: ledgerProblems,
  notices: ledgerNotices,
}
