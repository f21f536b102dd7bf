/** What the API tells anyone of a studio: the shape that its site's pages are made from. */
export interface PublicStudio {
  slug: string
  name: string
  colour: string
  tagline: { ru: string; en: string }
  about: { ru: string; en: string }
  address: string
  phone: string
  email: string
  site: { enabled: boolean; blocks: { kind: string; visible: boolean }[] } | null
  team: { membershipId: string; displayName: string; title: string }[]
}

/** The studio of a page's address, or nothing when there is none. */
export async function readStudio(locals: App.Locals, slug: string): Promise<PublicStudio | undefined> {
  const answer = await locals.api(`/api/studios/${encodeURIComponent(slug)}/public`)
  return answer.status === 200 ? ((await answer.json()) as PublicStudio) : undefined
}

/** Where a new client registers from the given studio's pages, and so on: one place that writes these addresses. */
export function studioPaths(locals: App.Locals) {
  const base = locals.studioBase
  return { home: `${base}/`, register: `${base}/register`, signIn: `${base}/sign-in` }
}
