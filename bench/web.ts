import { gzipSync } from 'node:zlib'
import { startProgram } from '../e2e/program.ts'
import { type Measure, measure } from './measure.ts'

const APP_LIMIT_KIB = 250
const PAGE_LIMIT_KIB = 10

/** Compressed script of each public page, and of the app's first load. */
export async function web(): Promise<Measure[]> {
  const program = await startProgram()
  try {
    const pages = ['/', '/register', '/sign-in', '/s/sever/', '/s/sever/register']
    const measures = await Promise.all(
      pages.map(async (path) =>
        measure(`script of ${path}`, await scriptKib(program.url, path), 'KiB', PAGE_LIMIT_KIB),
      ),
    )
    const cookie = await signIn(program.url)
    return [
      ...measures,
      measure('script of the app’s first load', await scriptKib(program.url, '/app', cookie), 'KiB', APP_LIMIT_KIB),
    ]
  } finally {
    await program.stop()
  }
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'vera@atelier.example', password: 'atelier demo' }),
  })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

/** All module scripts of a page with what they import statically, each once. */
async function scriptKib(url: string, path: string, cookie = ''): Promise<number> {
  const html = await (await fetch(`${url}${path}`, { headers: { cookie } })).text()
  const wanted = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map((match) => match[1] ?? '')
  const seen = new Set<string>()
  let bytes = 0
  for (let next = wanted.pop(); next; next = wanted.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const text = await (await fetch(new URL(next, url))).text()
    bytes += gzipSync(text).length
    const at = next
    wanted.push(
      ...[...text.matchAll(/(?:from|^import|;import)\s*"(\.[^"]+)"/g)].map(
        (match) => new URL(match[1] ?? '', new URL(at, url)).pathname,
      ),
    )
  }
  return bytes / 1024
}
