/** The full address of a path in a studio's app, for mail and messages. */
export function appAddress(baseUrl: string, slug: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  return slug === undefined ? `${baseUrl}/app${path}` : `${baseUrl}/app/${slug}${path}`
}
