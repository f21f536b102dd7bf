import { MantineProvider } from '@mantine/core'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, expect, test } from 'vitest'
import { overwriteGetLocale } from '../../../web/generated/messages/runtime.js'
import { UploadList } from './UploadList.tsx'
import type { UploadItem } from './upload-shelf.ts'
import type { UploadState } from './uploading.ts'

afterEach(() => overwriteGetLocale(() => 'ru'))

/** What stands on the screen for one upload, tags taken out. */
function shown(status: UploadState, locale: 'ru' | 'en'): string {
  return listed([{ key: '1', name: 'микс.wav', bytes: 340_000_000, mediaType: 'audio/wav', status }], locale)
}

function listed(items: UploadItem[], locale: 'ru' | 'en', unfinished: string[] = []): string {
  overwriteGetLocale(() => locale)
  const nothing = () => undefined
  const uploads = {
    items,
    unfinished,
    add: nothing,
    pause: nothing,
    resume: nothing,
    cancel: nothing,
    dismiss: nothing,
  }
  const page = renderToStaticMarkup(createElement(MantineProvider, null, createElement(UploadList, { uploads })))
  return page.replace(/<style.*?<\/style>/gs, '').replace(/\u00a0/g, ' ')
}

test('an upload on its way says how far it is and how long it takes, and can be paused', () => {
  const pace = { sentBytes: 12_000_000, totalBytes: 340_000_000, bytesPerSecond: 4e6, secondsLeft: 82 }
  const page = shown({ state: 'sending', ...pace }, 'ru')
  expect(page).toContain('12 МБ из 340 МБ · осталось 2 мин')
  expect(page).toContain('aria-label="Приостановить микс.wav"')
  expect(shown({ state: 'sending', ...pace }, 'en')).toContain('12 MB of 340 MB · 2 min left')
})

test('an upload that a reload has cut short is named, with what to do to go on', () => {
  expect(listed([], 'ru', ['микс.wav'])).toContain('Загрузка «микс.wav» прервалась. Выберите тот же файл')
  expect(listed([], 'en')).not.toContain('cut short')
})

test('a lost line and a refusal say so in words', () => {
  expect(shown({ state: 'interrupted', sentBytes: 5_000_000 }, 'ru')).toContain(
    'Связь пропала. Отправлено 5 МБ из 340 МБ',
  )
  const refused = shown(
    { state: 'failed', code: 'storage_quota_exceeded', sentence: 'В студии закончилось место' },
    'ru',
  )
  expect(refused).toContain('В студии закончилось место')
  expect(refused).toContain('role="alert"')
  expect(refused).not.toContain('progressbar')
})
