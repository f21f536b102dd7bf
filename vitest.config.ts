import { configDefaults, defineConfig } from 'vitest/config'

/** What has a time for its work and takes the whole machine for it: nothing else runs beside it. */
const ALONE = ['test/kill-*.test.ts', 'test/large-upload.test.ts', 'src/modules/ledger/model.test.ts']

const each = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  pool: 'forks',
} as const

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    projects: [
      {
        test: {
          ...each,
          name: 'together',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ALONE],
          // By itself it leaves a core free, which on two is half the machine.
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...each, name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
})
