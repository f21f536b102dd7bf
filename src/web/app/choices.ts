import { getLocale } from '../generated/messages/runtime.js'
import { call } from './client.ts'
import { remember } from './preferences.ts'

/** Shows everything in the other language, here and in what is sent to the person. */
export async function switchLanguage(): Promise<void> {
  const other = getLocale() === 'ru' ? 'en' : 'ru'
  remember('locale', other)
  await call('PATCH /api/me', { body: { locale: other } }).catch(() => undefined)
  location.reload()
}

/** Ends this session and leaves. */
export async function signOut(): Promise<void> {
  await call('DELETE /api/sessions/{session}', { path: { session: 'current' } })
  location.assign('/')
}
