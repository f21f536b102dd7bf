import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Access } from '../../../kernel/http/types.ts'
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

/** Where wallets are read: everyone’s own, and the studio’s by whom the owner lets see it (R13, R18). */
export const WALLETS: readonly {
  url: string
  whose: string
  access: Access
  params: { params?: z.ZodObject }
  owner: typeof mine | typeof ofStudio
}[] = [
  { url: '/api/wallets', whose: 'My', access: { kind: 'account' }, params: {}, owner: mine },
  {
    url: '/api/studios/:studio/wallets',
    whose: 'The studio’s',
    access: { kind: 'studio', permission: 'money.read' },
    params: { params: z.object({ studio: z.string() }) },
    owner: ofStudio,
  },
]
