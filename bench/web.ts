import type { BrowserContext } from 'playwright-core'
import { launchBrowser } from '../e2e/browser.ts'
import { startProgram } from '../e2e/program.ts'
import { type Measure, measure, WITHIN } from './measure.ts'

const APP_LIMIT_KIB = 250
const PAGE_LIMIT_KIB = 10
/** Pages that are read; what they have of script is for the menu and the language. */
const PAGES = ['/', '/register', '/sign-in', '/password', '/invitation', '/s/sever/', '/s/sever/register', '/nowhere']
/** Where the app opens first: for whoever is signed in, and for a visitor who books. */
const APP = ['/app/sever', '/s/sever/book']

/** Compressed script that a browser takes in for each public page, and for the app's first load, chunks included. */
export async function web(): Promise<Measure[]> {
  const program = await startProgram()
  const browser = await launchBrowser()
  try {
    const measures: Measure[] = []
    for (const path of [...PAGES, ...APP]) {
      const context = await browser.newContext()
      if (path.startsWith('/app')) await signIn(context, program.url)
      const limit = APP.includes(path) ? APP_LIMIT_KIB : PAGE_LIMIT_KIB
      measures.push(measure(`script of ${path}`, await scriptKib(context, program.url + path), 'KiB', limit, WITHIN))
      await context.close()
    }
    return measures
  } finally {
    await browser.close()
    await program.stop()
  }
}

async function signIn(context: BrowserContext, url: string): Promise<void> {
  const data = { email: 'vera@atelier.example', password: 'atelier demo' }
  const answer = await context.request.post(`${url}/api/sessions`, { data })
  if (!answer.ok()) throw new Error(`nobody signed in: ${answer.status()}`)
}

/** Bytes of every script that went over the line until the page was quiet. */
async function scriptKib(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage()
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.endsWith('.js')) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto(url)
  await page.waitForLoadState('networkidle')
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1024
}
