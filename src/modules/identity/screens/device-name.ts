import Bowser from 'bowser'

/** What a browser calls itself, in words that its owner knows: `Chrome, Linux`; its own words where it is none we know. */
export function deviceName(userAgent: string | null): string {
  if (!userAgent) return ''
  const { browser, os } = Bowser.parse(userAgent)
  return [browser.name, os.name].filter(Boolean).join(', ') || userAgent
}
