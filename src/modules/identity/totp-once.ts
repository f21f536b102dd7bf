import { createHmac } from 'node:crypto'
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { symmetricDecrypt } from 'better-auth/crypto'

/** Wrong codes of the second factor in a row, over all sign-ins, and how long none is taken of the account after them. */
export const MOST_WRONG_CODES = 10
export const LOCKED_SECONDS = 15 * 60
/** What the refusal of a code that was taken before is called among better-auth's. */
export const CODE_USED = 'CODE_USED'
const STEP_MS = 30_000

interface Factor {
  id: string
  secret: string
  verified: boolean
  lockedUntil: Date | null
}

/**
 * What better-auth leaves out: a code of the authenticator is taken once (RFC 6238, 5.2), by compare-and-set of its time
 * step (`takeStep`: whether it is later than the last), and one that is given in a session counts among the account's wrong codes as at a sign-in (P9).
 */
export function codesOnce(takeStep: (factorId: string, step: number) => Promise<boolean>) {
  const handler = createAuthMiddleware(async (ctx) => {
    const { adapter, internalAdapter } = ctx.context
    const session = await getSessionFromCtx(ctx)
    const challenge = ctx.context.createAuthCookie('two_factor').name
    const pending = session ? null : await ctx.getSignedCookie(challenge, ctx.context.secret)
    const begun = pending ? await internalAdapter.findVerificationValue(pending) : null
    const userId = session?.user.id ?? begun?.value
    if (!userId) return
    const factor = await adapter.findOne<Factor>({ model: 'twoFactor', where: [{ field: 'userId', value: userId }] })
    if (!factor) return
    const isLocked = factor.lockedUntil !== null && factor.lockedUntil.getTime() > Date.now()
    if (isLocked) {
      if (session && factor.verified) throw APIError.from('TOO_MANY_REQUESTS', LOCKED)
      return
    }
    const where = [{ field: 'id', value: factor.id }]
    const secret = await symmetricDecrypt({ key: ctx.context.secretConfig, data: factor.secret })
    const step = stepOf(secret, ctx.body.code)
    if (step === undefined) {
      // At a sign-in better-auth counts it.
      if (session && factor.verified) await countWrong(where)
      return
    }
    const isLater = await takeStep(factor.id, step)
    if (!isLater) throw APIError.from('UNAUTHORIZED', { code: CODE_USED, message: 'The code was used already' })
    if (session) await adapter.update({ model: 'twoFactor', where, update: { failedVerificationCount: 0 } })

    async function countWrong(where: { field: string; value: string }[]): Promise<void> {
      const one = { model: 'twoFactor', where, increment: { failedVerificationCount: 1 } }
      const counted = await adapter.incrementOne<{ failedVerificationCount: number }>(one)
      if ((counted?.failedVerificationCount ?? 0) < MOST_WRONG_CODES) return
      const lockedUntil = new Date(Date.now() + LOCKED_SECONDS * 1000)
      await adapter.update({ model: 'twoFactor', where, update: { lockedUntil } })
    }
  })
  return {
    id: 'codes-once',
    schema: { twoFactor: { fields: { lastStep: { type: 'number', required: false, input: false, returned: false } } } },
    hooks: { before: [{ matcher: ({ path }) => path === '/two-factor/verify-totp', handler }] },
  } satisfies BetterAuthPlugin
}

const LOCKED = { code: 'ACCOUNT_TEMPORARILY_LOCKED', message: 'Too many wrong codes' }

/** The time step whose code this is, of those that are taken now: a clock may be one step off either way. */
function stepOf(secret: string, code: string): number | undefined {
  const now = Math.floor(Date.now() / STEP_MS)
  return [now + 1, now, now - 1].find((step) => codeAt(secret, step) === code)
}

/** Six digits of RFC 6238 with SHA-1. */
function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
