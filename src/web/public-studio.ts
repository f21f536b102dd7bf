import type { Api } from './generated/api.ts'
import type { BrandPicture } from './pictures.ts'

/** What the API tells anyone of a studio: the shape that its site's pages are made from. */
export interface PublicStudio {
  slug: string
  name: string
  colour: string
  logo: BrandPicture | null
  cover: BrandPicture | null
  tagline: { ru: string; en: string }
  about: { ru: string; en: string }
  address: string
  phone: string
  email: string
  site: { enabled: boolean; blocks: { kind: string; visible: boolean }[] } | null
  team: { membershipId: string; displayName: string; title: string }[]
}

/** The studio of a page's address; or, where there is none to show, the page that says so instead. */
export async function readStudio(
  locals: App.Locals,
  slug: string,
): Promise<{ studio: PublicStudio } | { studio: undefined; instead: '/404' | '/closed' }> {
  const answer = await locals.api(`/api/studios/${encodeURIComponent(slug)}/public`)
  if (answer.status === 200) return { studio: (await answer.json()) as PublicStudio }
  // The operator has closed it (P20); what does not exist is not found.
  return { studio: undefined, instead: answer.status === 403 ? '/closed' : '/404' }
}

export type PriceList = Api['GET /api/studios/{studio}/price-list']['answer']

/** What the studio offers, with its prices, rooms and people. */
export async function readPriceList(locals: App.Locals, slug: string): Promise<PriceList | undefined> {
  const answer = await locals.api(`/api/studios/${encodeURIComponent(slug)}/price-list`)
  return answer.status === 200 ? ((await answer.json()) as PriceList) : undefined
}

export type Ratings = Api['GET /api/studios/{studio}/ratings']['answer']

/** What the studio's paid work was worth to its clients. */
export async function readRatings(locals: App.Locals, slug: string): Promise<Ratings | undefined> {
  const answer = await locals.api(`/api/studios/${encodeURIComponent(slug)}/ratings`)
  return answer.status === 200 ? ((await answer.json()) as Ratings) : undefined
}

const WEEK_MS = 7 * 86_400_000

/** The next moments of a week at which a service's shortest session may begin. */
export async function readFreeTimes(
  locals: App.Locals,
  slug: string,
  service: PriceList['services'][number],
): Promise<string[]> {
  const now = Date.now()
  const query = new URLSearchParams({
    service: service.id,
    minutes: String(service.minMinutes),
    from: new Date(now).toISOString(),
    to: new Date(now + WEEK_MS).toISOString(),
  })
  const answer = await locals.api(`/api/studios/${encodeURIComponent(slug)}/free-times?${query}`)
  if (answer.status !== 200) return []
  const { starts } = (await answer.json()) as Api['GET /api/studios/{studio}/free-times']['answer']
  return starts.flatMap(({ start, free }) => (free ? start : []))
}

/** Who looks at a studio's page: whether signed in, and their profile as its client. */
export async function readViewer(
  locals: App.Locals,
  slug: string,
): Promise<{ signedIn: boolean; client: string | null }> {
  const answer = await locals.api('/api/me')
  if (answer.status !== 200) return { signedIn: false, client: null }
  const { profiles } = (await answer.json()) as Api['GET /api/me']['answer']
  const mine = profiles.find(({ role, studio }) => role === 'client' && studio.slug === slug)
  return { signedIn: true, client: mine?.membershipId ?? null }
}

/** Where a new client registers from the given studio's pages, and so on: one place that writes these addresses. */
export function studioPaths(locals: App.Locals) {
  const base = locals.studioBase
  return { home: `${base}/`, register: `${base}/register`, signIn: `${base}/sign-in`, book: `${base}/book` }
}
