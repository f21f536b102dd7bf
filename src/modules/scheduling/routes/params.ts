import { z } from 'zod'

export const studioParams = z.object({ studio: z.string() })
export const bookingParams = studioParams.extend({ booking: z.uuid() })
export const BASE = '/api/studios/:studio'

/** What a route lets in, by permission. */
export const may = (permission: string) => ({ access: { kind: 'studio', permission } }) as const

/** What a visitor was given with their hold. */
export const claimSchema = z.string().max(64).optional().describe('what a visitor was given with the hold')
