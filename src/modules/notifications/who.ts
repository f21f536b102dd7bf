import type { FastifyRequest } from 'fastify'
import type { Account } from '../../kernel/http/principal.ts'
import { problem } from '../../kernel/problem.ts'

/** The account that asks. The route's access has seen to it that there is one; throws `not_signed_in` otherwise. */
export function accountOf(request: FastifyRequest): Account {
  const { account } = request.principal
  if (!account) throw problem('not_signed_in')
  return account
}
