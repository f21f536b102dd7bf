import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Ctx } from '../context.ts'
import type { Principal } from './principal.ts'

/** The Fastify instance with the zod type provider: what a module's `routes.ts` is given. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** Who may call a route. Every route under /api declares one; a test walks them (P6). */
export type Access =
  /** Anyone. With `:studio` in the address, the studio is resolved. */
  | { kind: 'public' }
  /** Whoever is signed in. */
  | { kind: 'account' }
  /** A profile of the studio in the address that holds the permission. */
  | { kind: 'studio'; permission: string }
  /** A profile of the studio in the address, whatever it may do. */
  | { kind: 'member' }
  /** The platform's operator. */
  | { kind: 'operator' }

/** An answer to keep under the client's Idempotency-Key. */
export interface KeptAnswer<Body> {
  status: number
  body: Body
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** The request must carry an Idempotency-Key. */
    idempotent?: boolean
    /** Allowed although the studio is read-only: paying the subscription, signing out, what gives people their money. */
    evenReadOnly?: boolean
  }
  interface FastifyRequest {
    /** Who asks; set before validation on every /api route. */
    principal: Principal
    /** The language of sentences for people: the account's, the cookie's, the browser's. */
    locale: 'ru' | 'en'
    /**
     * One transaction in the studio of the address (the platform's own studio where the address names none), as the
     * profile that asks.
     */
    inStudio<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T>
    /** A read-only transaction that sees every studio. Only on routes of the operator. */
    asOperator<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T>
    /**
     * `inStudio` under the request's Idempotency-Key: the same key with the same request gives the kept answer and
     * does nothing; with another request, the problem `idempotency_key_reused`. The answer is kept in the transaction
     * that it tells of.
     */
    once<Body>(fn: (ctx: Ctx) => Promise<KeptAnswer<Body>>): Promise<KeptAnswer<Body>>
  }
}
