import { expect, test } from 'vitest'
import { deviceName } from './device-name.ts'

test('a device is told by its browser and its system, and an unknown one in its own words', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'
  const safari =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
  expect([firefox, safari, 'curl/8.5.0', '', null].map(deviceName)).toEqual([
    'Firefox, Windows',
    'Safari, iOS',
    'curl/8.5.0',
    '',
    '',
  ])
})
