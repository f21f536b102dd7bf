import { createHmac, timingSafeEqual } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { and, eq, gt, or, sql } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Config, derivedKey } from '../../kernel/config.ts'
import type { Ctx } from '../../kernel/context.ts'
import { lockNamed } from '../../kernel/database/index.ts'
import { newId } from '../../kernel/ids.ts'
import { problem } from '../../kernel/problem.ts'
import { signInFailures } from './tables.ts'

const WINDOW_MINUTES = 15
/** Failures in the window: of one e-mail from one address, of one address, of one device that the e-mail knows (P9). */
const MOST_BY_BOTH = 10
const MOST_BY_ADDRESS = 50
const MOST_BY_DEVICE = 10
/** Failures of one e-mail from everywhere: from here on each try waits longer, from there on strangers wait outside. */
const SLOW_FROM = 10
const SHUT_FROM = 300
const LONGEST_WAIT_MS = 8_000
/** As long as browsers keep a cookie at most. */
const REMEMBERED_SECONDS = 400 * 24 * 3600

/** Failures that count for one who tries to sign in. */
export interface Failures {
  byBoth: number
  byAddress: number
  byEmail: number
  byDevice: number
}

/**
 * What the failures before mean for one more try: how long it waits, in milliseconds, or `shut`. A device that was
 * signed in with the e-mail has its own count: what others get wrong keeps nobody out of their own account. A stranger's
 * tries at it are slowed, and shut only where so many addresses try that it is a siege.
 */
export function waitAfter(failures: Failures, knownDevice: boolean): number | 'shut' {
  if (knownDevice && failures.byDevice < MOST_BY_DEVICE) return 0
  if (failures.byBoth >= MOST_BY_BOTH || failures.byAddress >= MOST_BY_ADDRESS) return 'shut'
  if (failures.byEmail >= SHUT_FROM) return 'shut'
  if (failures.byEmail < SLOW_FROM) return 0
  return Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.floor((failures.byEmail - SLOW_FROM) / 10))
}

/**
 * Lets a try to sign in through, at once or after a wait, and counts it as failed before anybody looks at the password: of
 * many at once no more come through than one after another. Gives its id, for `forgetFailure` once it was right. Throws
 * `too_many_requests` with the time to wait.
 */
export async function throttleSignIn(
  request: FastifyRequest,
  email: string,
  device: string | undefined,
): Promise<string> {
  const { ip } = request
  const { id, wait } = await request.inStudio(async (ctx) => {
    for (const whose of [ip, email]) await lockNamed(ctx, 'sign_in_failures', whose)
    const wait = waitAfter(await failuresOf(ctx, { email, ip, device }), device !== undefined)
    if (wait === 'shut') throw problem('too_many_requests', { retryAfterS: WINDOW_MINUTES * 60 })
    const id = newId()
    await ctx.tx.insert(signInFailures).values({ id, email, ip, device, at: ctx.now })
    return { id, wait }
  })
  if (wait > 0) await delay(wait)
  return id
}

/** Takes back what was counted against a try: its password was right. */
export async function forgetFailure(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.delete(signInFailures).where(eq(signInFailures.id, id))
}

async function failuresOf(
  ctx: Ctx,
  { email, ip, device }: { email: string; ip: string; device: string | undefined },
): Promise<Failures> {
  const [ofEmail, ofAddress] = [eq(signInFailures.email, email), eq(signInFailures.ip, ip)]
  const ofDevice = eq(signInFailures.device, device ?? '')
  const [row] = await ctx.tx
    .select({
      byBoth: sql<number>`count(*) filter (where ${and(ofEmail, ofAddress)})::int`,
      byAddress: sql<number>`count(*) filter (where ${ofAddress})::int`,
      byEmail: sql<number>`count(*) filter (where ${ofEmail})::int`,
      byDevice: sql<number>`count(*) filter (where ${and(ofEmail, ofDevice)})::int`,
    })
    .from(signInFailures)
    .where(and(gt(signInFailures.at, ctx.now.subtract({ minutes: WINDOW_MINUTES })), or(ofEmail, ofAddress)))
  return row ?? { byBoth: 0, byAddress: 0, byEmail: 0, byDevice: 0 }
}

function cookieName(config: Config): string {
  return config.BASE_URL.startsWith('https://') ? '__Host-atelier-device' : 'atelier-device'
}

/** The device's id, when this browser was signed in with this e-mail before: its cookie is signed for that e-mail. */
export function knownDevice(request: FastifyRequest, config: Config, email: string): string | undefined {
  const [id = '', signature = ''] = (request.cookies[cookieName(config)] ?? '').split('.')
  const [given, right] = [Buffer.from(signature), Buffer.from(signed(config, id, email))]
  return given.length === right.length && timingSafeEqual(given, right) ? id : undefined
}

/** Remembers that this browser's person knew the password of the e-mail. It opens nothing: it only has a count of its own. */
export function rememberDevice(request: FastifyRequest, reply: FastifyReply, config: Config, email: string): void {
  const id = knownDevice(request, config, email) ?? newId()
  reply.setCookie(cookieName(config), `${id}.${signed(config, id, email)}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.BASE_URL.startsWith('https://'),
    maxAge: REMEMBERED_SECONDS,
  })
}

function signed(config: Config, id: string, email: string): string {
  return createHmac('sha256', derivedKey(config.SECRET, 'devices')).update(`${id}:${email}`).digest('base64url')
}
