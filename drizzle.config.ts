import { defineConfig } from 'drizzle-kit'

const name = process.env.MODULE ?? 'kernel'
const folder = name === 'kernel' ? './src/kernel' : `./src/modules/${name}`

export default defineConfig({
  dialect: 'postgresql',
  casing: 'snake_case',
  schema: `${folder}/tables.ts`,
  out: `${folder}/migrations`,
})
