import { writeFileSync } from 'node:fs'
import { describeApi } from './api-document.ts'

/** `npm run api:generate`: writes the API's document and the web's types of it. */
const { files, operations } = await describeApi()
for (const [path, text] of Object.entries(files)) writeFileSync(path, text)
console.log(`${operations} operations`)
process.exit(0)
