import type { FastifyRequest } from 'fastify'
import { problem } from '../../../kernel/problem.ts'

/** The wallets of whoever asks. Throws `not_signed_in`. */
export function mine({ principal: { account } }: FastifyRequest) {
  if (!account) throw problem('not_signed_in')
  return { kind: 'account', id: account.id } as const
}

/** The wallets of the studio in the address. Throws `not_found`. */
export function ofStudio({ principal: { studio } }: FastifyRequest) {
  if (!studio) throw problem('not_found')
  return { kind: 'studio', id: studio.id } as const
}
