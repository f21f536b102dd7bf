import { z } from 'zod'

export const studioParams = z.object({ studio: z.string() })
export const projectParams = studioParams.extend({ project: z.uuid() })
export const offerParams = studioParams.extend({ offer: z.uuid() })
export const versionParams = studioParams.extend({ version: z.uuid() })

/** What a route lets in, by permission. */
export const may = (permission: string) => ({ access: { kind: 'studio', permission } }) as const

export const BASE = '/api/studios/:studio'
export const bpsSchema = z.int().min(0).max(10_000).describe('hundredths of a percent')
/** A day as JSON carries it, a `PlainDate` in code. */
export const daySchema = z.iso.date().describe('a day')
