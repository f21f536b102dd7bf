import { expect, test } from '@playwright/test'
import { launchBrowser } from './browser.ts'
import { startProgram } from './program.ts'

test('a taken port is told in one sentence, and the program ends', async () => {
  const port = new URL(process.env.ATELIER_URL ?? '').port
  await expect(startProgram({ PORT: port })).rejects.toThrow(`Port ${port} is taken by another program`)
})

test('a wrong setting stops the start with its name and what was expected', async () => {
  await expect(startProgram({ DATABASE_CONNECTIONS: 'many' })).rejects.toThrow(
    'The setting DATABASE_CONNECTIONS has the value "many", which cannot be used: a whole number from 10 to 200',
  )
})

test('a second start keeps the data and the secret', async () => {
  test.slow()
  const first = await startProgram({ DEMO: 'false' })
  first.child.kill('SIGTERM')
  await new Promise((done) => first.child.once('exit', done))
  const second = await startProgram({ DEMO: 'false' }, first.dataDir)
  const ready = await fetch(`${second.url}/readyz`)
  expect(ready.status).toBe(200)
  await second.stop()
})

test('an address that is no page says so in words, however deep it is', async () => {
  for (const path of ['/nosuch', '/no/such/page', '/s/nosuch', '/s/nosuch/book']) {
    const answer = await fetch(`${process.env.ATELIER_URL}${path}`, { headers: { 'accept-language': 'en' } })
    expect([path, answer.status]).toEqual([path, 404])
    expect(await answer.text()).toContain('</h1>')
  }
})

test('the API’s reference opens with scripts of our own only, and names every group', async () => {
  const browser = await launchBrowser()
  const page = await browser.newPage()
  const refused: string[] = []
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()))
  await page.goto(`${process.env.ATELIER_URL}/reference`)
  await expect(page.getByRole('link', { name: 'booking' })).toBeVisible()
  expect(refused).toEqual([])
  await browser.close()
})
