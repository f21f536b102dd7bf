import type { Api } from '../generated/api.ts'
import { m } from '../generated/messages/messages.js'
import { connectionLost } from '../ui/connection.ts'

/** A field that the API found at fault. */
export interface FieldProblem {
  pointer: string
  code: string
  message?: string
}

/**
 * What the API answered instead of doing it (RFC 9457). Its `message` is a sentence for people, in their language; where
 * no problem came, from a proxy or from nowhere (`status` 0), that the server cannot be reached.
 */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly fields: readonly FieldProblem[]

  constructor(status: number, body: { title?: string; code?: string; fields?: FieldProblem[] }) {
    super(body.title ?? m.offline())
    this.status = status
    this.code = body.code ?? 'unreachable'
    this.fields = body.fields ?? []
  }
}

type Empty = Record<string, never>
type Given<Route extends keyof Api> = (Api[Route]['path'] extends Empty
  ? { path?: Empty }
  : { path: Api[Route]['path'] }) & {
  query?: Partial<Api[Route]['query']>
} & (Api[Route]['body'] extends null ? { body?: null } : { body: Api[Route]['body'] }) & {
    /** The Idempotency-Key: the same for a repeated press of one button. */
    key?: string
    signal?: AbortSignal
    /** What is sent as it is, in place of a body: a picture. */
    bytes?: Blob
  }

let activeProfile: string | undefined

/** Every request from now on is made as this profile. */
export function actAs(membershipId: string | undefined): void {
  activeProfile = membershipId
}

/** Calls a route by its name in the OpenAPI document, typed by it. Throws ApiProblem; a lost connection is one too. */
export async function call<Route extends keyof Api>(route: Route, given: Given<Route>): Promise<Api[Route]['answer']> {
  const [method = 'GET', template = ''] = route.split(' ')
  const { path = {}, query = {}, body, key, signal, bytes } = given as Loose
  const address = template.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(String(path[name])))
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, String(value)]],
    ),
  ).toString()
  const headers: Record<string, string> = {}
  if (activeProfile) headers['atelier-profile'] = activeProfile
  if (body !== undefined && body !== null) headers['content-type'] = 'application/json'
  if (bytes) headers['content-type'] = 'application/octet-stream'
  if (method !== 'GET') headers['idempotency-key'] = key ?? crypto.randomUUID()
  const answer = await fetch(`${address}${search ? `?${search}` : ''}`, {
    method,
    headers,
    ...(body === undefined || body === null ? {} : { body: JSON.stringify(body) }),
    ...(bytes ? { body: bytes } : {}),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    connectionLost()
    throw new ApiProblem(0, {})
  })
  if (!answer.ok) throw new ApiProblem(answer.status, await answer.json().catch(() => ({})))
  const text = await answer.text()
  return text === '' ? null : JSON.parse(text)
}

interface Loose {
  path?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  key?: string
  signal?: AbortSignal
  bytes?: Blob
}
