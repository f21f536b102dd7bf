import { spawnSync } from 'node:child_process'

/** `npm run db:generate -- MODULE [--custom --name=what]`: writes the migration from a module's tables. */
const [name = 'kernel', ...rest] = process.argv.slice(2)
const run = spawnSync('npx', ['drizzle-kit', 'generate', ...rest], {
  stdio: 'inherit',
  env: { ...process.env, MODULE: name },
})
process.exit(run.status ?? 1)
