import { defineConfig } from 'vitest/config'

/** What needs no database: the laws that search the code, run by `npm run check`. */
export default defineConfig({
  test: {
    include: ['test/laws*.test.ts', 'test/generated.test.ts', 'test/migrations.test.ts'],
    testTimeout: 60_000,
    pool: 'forks',
  },
})
