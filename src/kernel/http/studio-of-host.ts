/** The slug of the studio on whose own site the request came (`<slug>.<domain>`), if it came on one (P3). Case means nothing. */
export function studioOfHost(asked: string, baseUrl: string): string | undefined {
  const host = asked.toLowerCase()
  const base = new URL(baseUrl).host
  if (!host.endsWith(`.${base}`)) return undefined
  const label = host.slice(0, -base.length - 1)
  return label !== '' && !label.includes('.') && label !== 'www' ? label : undefined
}
