import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { accountOf, type Ctx } from '../context.ts'
import { isUuid } from '../ids.ts'
import { problem } from '../problem.ts'
import { idempotencyKeys } from '../tables.ts'
import type { KeptAnswer } from './types.ts'

/** Keys longer than this are refused. */
const MAX_KEY_LENGTH = 128
/** Requests without an account (registrations) share this owner. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** The request's key, checked. Throws `idempotency_key_required` or `invalid_request`. */
export function idempotencyKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') throw problem('idempotency_key_required')
  if (key.length > MAX_KEY_LENGTH) {
    throw problem('invalid_request', { fields: [{ pointer: '/headers/idempotency-key', code: 'too_long' }] })
  }
  // A UUID is one key however it is written: it may become an id.
  return isUuid(key) ? key.toLowerCase() : key
}

/** The request's key where it becomes the id of what is made. Throws `invalid_request` when it is no UUID. */
export function uuidKey(request: FastifyRequest): string {
  const key = idempotencyKey(request)
  if (isUuid(key)) return key
  throw problem('invalid_request', { fields: [{ pointer: '/headers/idempotency-key', code: 'not_a_uuid' }] })
}

/**
 * Runs `fn` at most once for a key: the first to insert the key's row goes on, a simultaneous second waits for it on
 * the unique index and then reads the kept answer. What is kept stands in the same transaction as what was done.
 */
export async function keepAnswer<Body>(
  ctx: Ctx,
  key: string,
  requestHash: string,
  fn: (ctx: Ctx) => Promise<KeptAnswer<Body>>,
): Promise<KeptAnswer<Body>> {
  const owner = accountOf(ctx.actor) ?? NOBODY
  const mine = and(
    eq(idempotencyKeys.studioId, ctx.studioId),
    eq(idempotencyKeys.accountId, owner),
    eq(idempotencyKeys.key, key),
  )
  const inserted = await ctx.tx
    .insert(idempotencyKeys)
    .values({ studioId: ctx.studioId, accountId: owner, key, requestHash })
    .onConflictDoNothing()
    .returning({ id: idempotencyKeys.id })
  if (inserted.length === 0) {
    const [kept] = await ctx.tx.select().from(idempotencyKeys).where(mine)
    if (!kept || kept.requestHash !== requestHash) throw problem('idempotency_key_reused')
    return { status: kept.status ?? 200, body: kept.body as Body }
  }
  const answer = await fn(ctx)
  await ctx.tx.update(idempotencyKeys).set({ status: answer.status, body: answer.body }).where(mine)
  return answer
}

/** What makes two requests the same: method, address and body. */
export function hashOfRequest(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex')
}
