import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, spotlight } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { m } from '../generated/messages/messages.js'
import { signOut, switchLanguage } from './choices.ts'
import { mayNow } from './may.ts'
import { useMe, useProfile } from './me.tsx'
import { screenModules } from './modules.ts'
import classes from './palette.module.css'
import { matching, type PaletteEntry } from './palette-entries.ts'
import { isDark, showTheme } from './preferences.ts'
import { roleName } from './role-name.ts'

const PAUSE_MS = 200
/** A search of one letter finds everything, which is nothing. */
const SHORTEST_SEARCH = 2

export const openPalette = spotlight.open

/** The command palette: pages, actions, other profiles, and what the modules find. Loaded when it is first opened. */
export default function Palette() {
  const [query, setQuery] = useState('')
  const pages = usePages()
  const found = useFound(query)
  const groups = [
    { title: m.palette_pages(), entries: matching(pages, query) },
    { title: m.palette_actions(), entries: matching(useActions(), query) },
    { title: m.palette_profiles(), entries: matching(useProfiles(), query) },
    // Last: what comes later must not move what one is about to press.
    { title: m.palette_found(), entries: found },
  ].filter(({ entries }) => entries.length > 0)
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      centered={false}
      yOffset="12vh"
      scrollable
      maxHeight={420}
      radius={10}
      overlayProps={{ backgroundOpacity: 0.25, blur: 0 }}
      classNames={{ content: classes.content, action: classes.action, actionsGroup: classes.group }}
    >
      <Modal.Title className={classes.title}>{m.palette_find()}</Modal.Title>
      <Spotlight.Search
        placeholder={m.palette_placeholder()}
        aria-label={m.palette_find()}
        leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ title, entries }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {entries.map((entry) => (
              <Spotlight.Action
                key={entry.id}
                label={entry.label}
                {...(entry.note ? { description: entry.note } : {})}
                onClick={entry.run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>{m.palette_nothing()}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** Opens a path after the studio. */
function useOpen(): (path: string) => void {
  const { studio } = useProfile()
  const { history } = useRouter()
  return (path) => history.push(`/app/${studio.slug}/${path}`)
}

function usePages(): PaletteEntry[] {
  const open = useOpen()
  const { permissions } = useProfile()
  return screenModules
    .flatMap((module) => module.nav)
    .filter(({ permission }) => !permission || permissions.includes(permission))
    .map(({ to, label }) => ({ id: `page ${to}`, label: label(), run: () => open(to) }))
}

function useActions(): PaletteEntry[] {
  const open = useOpen()
  const profile = useProfile()
  const ofModules = screenModules
    .flatMap((module) => module.actions ?? [])
    .filter(({ permission }) => !permission || mayNow(profile, permission))
    .map(({ to, label }) => ({ id: `action ${to}`, label: label(), run: () => open(to) }))
  const dark = isDark()
  const { history } = useRouter()
  return [
    ...ofModules,
    { id: 'theme', label: dark ? m.theme_light() : m.theme_dark(), run: () => showTheme(dark ? 'light' : 'dark') },
    { id: 'language', label: m.language_other(), run: () => void switchLanguage() },
    { id: 'account', label: m.app_account(), run: () => history.push('/app/account') },
    { id: 'sign-out', label: m.sign_out(), run: () => void signOut() },
  ]
}

function useProfiles(): PaletteEntry[] {
  const { history } = useRouter()
  const { membershipId } = useProfile()
  return (useMe().data?.profiles ?? [])
    .filter((profile) => profile.membershipId !== membershipId)
    .map(({ studio, role, membershipId: id }) => ({
      id: `profile ${id}`,
      label: studio.name,
      note: roleName(role),
      run: () => history.push(`/app/${studio.slug}?as=${id}`),
    }))
}

/** What the modules find for the query, each within what the profile may see. One that fails finds nothing. */
function useFound(query: string): PaletteEntry[] {
  const open = useOpen()
  const { studio, permissions } = useProfile()
  const [words] = useDebouncedValue(query.trim(), PAUSE_MS)
  const finders = screenModules.flatMap(({ find }) => find ?? [])
  const found = useQuery({
    queryKey: ['palette', studio.slug, words],
    enabled: words.length >= SHORTEST_SEARCH,
    queryFn: async () => {
      const allowed = finders.filter(({ permission }) => !permission || permissions.includes(permission))
      const answers = await Promise.allSettled(allowed.map(({ search }) => search(words, studio.slug)))
      return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    },
  })
  if (words.length < SHORTEST_SEARCH) return []
  return (found.data ?? []).map(({ to, ...hit }) => ({ ...hit, run: () => open(to) }))
}
