import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeApi } from '../scripts/api-document.ts'

test('the API’s document and the web’s types are those of the routes: npm run api:generate', async () => {
  const { files } = await describeApi()
  for (const [path, text] of Object.entries(files)) {
    expect(readFileSync(path, 'utf8') === text, `${path} is not what the routes say`).toBe(true)
  }
})
