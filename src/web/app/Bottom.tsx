import { Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDots } from '@tabler/icons-react'
import { m } from '../generated/messages/messages.js'
import { Preferences } from './Preferences.tsx'
import { StudioLink } from './StudioLink.tsx'
import type { NavEntry } from './screen-module.ts'

/** As many as a thumb finds on 360 px, beside the one that opens all the rest. */
const PLACES = 4

/** The bar at the bottom of a phone: the few places that matter most, and the way to all others. */
export function Bottom({ entries }: { entries: readonly NavEntry[] }) {
  const [opened, { open, close }] = useDisclosure()
  return (
    <nav className="bottom" aria-label={m.nav_phone()}>
      {entries
        .filter((entry) => entry.onPhone)
        .slice(0, PLACES)
        .map((entry) => (
          <StudioLink key={entry.to} className="nav" to={entry.to}>
            <entry.icon size={20} stroke={1.7} aria-hidden />
            {entry.label()}
          </StudioLink>
        ))}
      <button type="button" className="nav" aria-expanded={opened} onClick={open}>
        <IconDots size={20} stroke={1.7} aria-hidden />
        {m.nav_more()}
      </button>
      <Drawer opened={opened} onClose={close} position="bottom" size="auto" title={m.app_menu()}>
        {/* A press on any of them leads away, and closes it. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the links inside are what is pressed */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link pressed by keyboard is clicked as well */}
        <div className="more" onClick={close}>
          {entries.map((entry) => (
            <StudioLink key={entry.to} className="nav" to={entry.to}>
              <entry.icon size={20} stroke={1.7} aria-hidden />
              {entry.label()}
              {entry.Badge && <entry.Badge />}
            </StudioLink>
          ))}
          <Preferences />
        </div>
      </Drawer>
    </nav>
  )
}
