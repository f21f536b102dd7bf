import { createHash, createHmac } from 'node:crypto'
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
  backupCodes: string
  verified: boolean
  lockedUntil: Date | null
}

/** Takes a code of a factor, by compare-and-set: whether nobody had taken it. */
interface Take {
  /** The authenticator's, by its time step: neither it nor one before it is taken again. */
  step: (factorId: string, step: number) => Promise<boolean>
  /** A backup code, by its hash. */
  backup: (factorId: string, sha256: string) => Promise<boolean>
}

/**
 * What better-auth leaves out: a code of the authenticator is taken once (RFC 6238, 5.2), a backup code too when it is
 * given several times at the same moment, and a wrong one that is given in a session counts among the account's as at a
 * sign-in (P9).
 */
export function codesOnce(take: Take) {
  const totp = createAuthMiddleware(async (ctx) => {
    const asked = await factorOf(ctx)
    if (!asked) return
    const { factor, session } = asked
    const { adapter } = ctx.context
    const where = [{ field: 'id', value: factor.id }]
    const secret = await symmetricDecrypt({ key: ctx.context.secretConfig, data: factor.secret })
    const step = stepOf(secret, ctx.body.code)
    if (step === undefined) {
      // At a sign-in better-auth counts it.
      if (session && factor.verified) await countWrong()
      return
    }
    if (!(await take.step(factor.id, step))) throw used()
    if (session) await adapter.update({ model: 'twoFactor', where, update: { failedVerificationCount: 0 } })

    async function countWrong(): Promise<void> {
      const one = { model: 'twoFactor', where, increment: { failedVerificationCount: 1 } }
      const counted = await adapter.incrementOne<{ failedVerificationCount: number }>(one)
      if ((counted?.failedVerificationCount ?? 0) < MOST_WRONG_CODES) return
      const lockedUntil = new Date(Date.now() + LOCKED_SECONDS * 1000)
      await adapter.update({ model: 'twoFactor', where, update: { lockedUntil } })
    }
  })
  const backup = createAuthMiddleware(async (ctx) => {
    const asked = await factorOf(ctx)
    if (!asked) return
    const { id, backupCodes } = asked.factor
    const codes: string[] = JSON.parse(await symmetricDecrypt({ key: ctx.context.secretConfig, data: backupCodes }))
    const { code } = ctx.body
    // One that is none of them is better-auth's to refuse and to count.
    if (codes.includes(code) && !(await take.backup(id, createHash('sha256').update(code).digest('hex')))) throw used()
  })
  return {
    id: 'codes-once',
    schema: { twoFactor: { fields: { lastStep: { type: 'number', required: false, input: false, returned: false } } } },
    hooks: {
      before: [
        { matcher: ({ path }) => path === '/two-factor/verify-totp', handler: totp },
        { matcher: ({ path }) => path === '/two-factor/verify-backup-code', handler: backup },
      ],
    },
  } satisfies BetterAuthPlugin
}

type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

/** The factor that a code is given for: of the session, or of the sign-in under way. None where it is better-auth's to refuse. */
async function factorOf(ctx: HookContext) {
  const { adapter, internalAdapter } = ctx.context
  const session = await getSessionFromCtx(ctx)
  const challenge = ctx.context.createAuthCookie('two_factor').name
  const pending = session ? null : await ctx.getSignedCookie(challenge, ctx.context.secret)
  const begun = pending ? await internalAdapter.findVerificationValue(pending) : null
  const userId = session?.user.id ?? begun?.value
  if (!userId) return undefined
  const factor = await adapter.findOne<Factor>({ model: 'twoFactor', where: [{ field: 'userId', value: userId }] })
  if (!factor) return undefined
  const isLocked = factor.lockedUntil !== null && factor.lockedUntil.getTime() > Date.now()
  if (!isLocked) return { factor, session }
  if (session && factor.verified) throw APIError.from('TOO_MANY_REQUESTS', LOCKED)
  return undefined
}

const used = () => APIError.from('UNAUTHORIZED', { code: CODE_USED, message: 'The code was used already' })
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
