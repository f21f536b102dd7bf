import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const production = { MODE: 'production', BASE_URL: 'https://atelier.example', SECRET: 'x'.repeat(40) }

test('in production there is no demo world, whose passwords are known to all', () => {
  expect(readConfig(production).DEMO).toBe(false)
  expect(() => readConfig({ ...production, DEMO: 'true' })).toThrow('DEMO cannot be true in production')
  expect(readConfig({ SECRET: production.SECRET }).DEMO).toBe(true)
})

test('production is served by https only', () => {
  expect(() => readConfig({ ...production, BASE_URL: 'http://atelier.example' })).toThrow('https://')
})
