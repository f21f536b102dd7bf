import { defineConfig } from '@playwright/test'

/** The journeys in a real browser: `e2e/` starts the program itself and finds a Chromium that needs nothing installed. */
export default defineConfig({
  testDir: 'e2e',
  timeout: 120_000,
  workers: 1,
  retries: 0,
  reporter: 'list',
  globalSetup: './e2e/global-setup.ts',
  use: { trace: 'off', actionTimeout: 15_000 },
  expect: { timeout: 15_000 },
})
