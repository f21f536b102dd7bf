import { IconHelp, IconLanguage, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { m } from '../generated/messages/messages.js'
import { getLocale } from '../generated/messages/runtime.js'
import { call } from './client.ts'
import { isDark, remember, showTheme } from './preferences.ts'

/** The end of every rail: the account, the theme, the language, the door. */
export function Preferences() {
  const [dark, setDark] = useState(isDark)
  const other = getLocale() === 'ru' ? 'en' : 'ru'
  return (
    <div className="rail__end">
      <a className="nav" href="/app/account">
        <IconUserCircle size={18} stroke={1.7} aria-hidden />
        {m.app_account()}
      </a>
      <button
        type="button"
        className="nav"
        onClick={() => {
          showTheme(dark ? 'light' : 'dark')
          setDark(!dark)
        }}
      >
        {dark ? <IconSun size={18} stroke={1.7} aria-hidden /> : <IconMoon size={18} stroke={1.7} aria-hidden />}
        {dark ? m.theme_light() : m.theme_dark()}
      </button>
      <button
        type="button"
        className="nav"
        lang={other}
        onClick={async () => {
          remember('locale', other)
          await call('PATCH /api/me', { body: { locale: other } }).catch(() => undefined)
          location.reload()
        }}
      >
        <IconLanguage size={18} stroke={1.7} aria-hidden />
        {m.language_other()}
      </button>
      <a className="nav" href="/api/openapi.json">
        <IconHelp size={18} stroke={1.7} aria-hidden />
        API
      </a>
      <button
        type="button"
        className="nav"
        onClick={async () => {
          await call('DELETE /api/sessions/{session}', { path: { session: 'current' } })
          location.assign('/')
        }}
      >
        <IconLogout size={18} stroke={1.7} aria-hidden />
        {m.sign_out()}
      </button>
    </div>
  )
}
