import { spawnSync } from 'node:child_process'

/** `npm run pictures`: the README's pictures, taken from the running program by the browser journeys. */
const run = spawnSync('npx', ['playwright', 'test', 'e2e/journey.spec.ts', 'e2e/booking.spec.ts'], {
  stdio: 'inherit',
  env: { ...process.env, SHOTS: 'docs/pictures' },
})
process.exit(run.status ?? 1)
