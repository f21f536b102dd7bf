import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readConfig, settingsHelp } from './config.ts'

const production = { MODE: 'production', BASE_URL: 'https://atelier.example', SECRET: 'x'.repeat(40) }

test('in production there is no demo world, whose passwords are known to all', () => {
  expect(readConfig(production).DEMO).toBe(false)
  expect(() => readConfig({ ...production, DEMO: 'true' })).toThrow('DEMO cannot be true in production')
  expect(readConfig({ SECRET: production.SECRET }).DEMO).toBe(true)
})

test('production is served by https only', () => {
  expect(() => readConfig({ ...production, BASE_URL: 'http://atelier.example' })).toThrow('https://')
})

test('the proxy near by is trusted, or those that are named by address; what is no address stops the start', () => {
  const trusted = (TRUST_PROXY?: string) => readConfig({ SECRET: production.SECRET, TRUST_PROXY }).TRUST_PROXY
  expect([trusted(), trusted('false'), trusted('true')]).toEqual([false, false, true])
  expect(trusted('10.0.0.1, 2001:db8::/32')).toEqual(['10.0.0.1', '2001:db8::/32'])
  for (const wrong of ['yes', '1', '10.0.0.1,', '10.0.0.0/33', 'proxy.example', '10.0.0.1/', '::1/129']) {
    expect(() => trusted(wrong)).toThrow('The setting TRUST_PROXY')
  }
})

test('the operator’s document tells every setting, its default and its meaning as --help does', () => {
  const rows = readFileSync('docs/operating.md', 'utf8').matchAll(/^\| `([A-Z0-9_]+)` +\| (?:`(.*)`)? *\| (.*?) +\|$/gm)
  const told = [...rows].map(([, name, fallback, meaning]) => `${name} ${meaning}${fallback ? ` [${fallback}]` : ''}`)
  expect(told).toEqual(
    settingsHelp()
      .split('\n')
      .map((line) => line.trim().replace(/ {2,}/, ' ')),
  )
})
