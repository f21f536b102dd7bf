import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { m } from '../generated/messages/messages.js'

const INK: MantineColorsTuple = [
  'var(--sunk)',
  'var(--line)',
  'var(--line-strong)',
  'var(--ink-3)',
  'var(--ink-3)',
  'var(--ink-2)',
  'var(--ink)',
  'var(--ink)',
  'var(--ink)',
  'var(--ink)',
]

/** Every dialog's cross has a name, read when it is shown: the language is known by then. */
const CLOSE = {
  get 'aria-label'() {
    return m.ui_close()
  },
}

/** Mantine in our look: ink leads, hairlines, no shadow but on what floats. */
export const theme = createTheme({
  fontFamily: 'var(--sans)',
  headings: { fontFamily: 'var(--serif)', fontWeight: '600' },
  defaultRadius: 10,
  primaryColor: 'ink',
  primaryShade: 6,
  colors: { ink: INK },
  fontSizes: { xs: '12.5px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Modal: { defaultProps: { centered: true, radius: 10, closeButtonProps: CLOSE } },
    Drawer: { defaultProps: { closeButtonProps: CLOSE } },
    Menu: { defaultProps: { shadow: 'md', radius: 10, position: 'bottom-start' } },
  },
})

const ours = {
  '--mantine-color-body': 'var(--sheet)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-default': 'var(--sheet)',
  '--mantine-color-default-hover': 'var(--sunk)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-error': 'var(--red-text)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-ink-filled': 'var(--ink)',
  '--mantine-color-ink-filled-hover': 'var(--ink-2)',
  '--mantine-primary-color-contrast': 'var(--paper)',
  '--mantine-shadow-md': 'var(--float)',
  // Mantine's own light scheme stays on in both themes: what it takes from these follows our tokens.
  '--mantine-color-white': 'var(--sheet)',
  '--mantine-color-gray-0': 'var(--sunk)',
  '--mantine-color-gray-1': 'var(--sunk)',
  '--mantine-color-gray-2': 'var(--line)',
  '--mantine-color-gray-3': 'var(--line-strong)',
  '--mantine-color-gray-4': 'var(--line-strong)',
  '--mantine-color-gray-5': 'var(--ink-3)',
  '--mantine-color-gray-6': 'var(--ink-2)',
  '--mantine-color-gray-7': 'var(--ink-2)',
  '--mantine-color-gray-8': 'var(--ink)',
  '--mantine-color-gray-9': 'var(--ink)',
  '--mantine-color-gray-light-hover': 'var(--sunk)',
}

/** Our tokens under Mantine's names. Both schemes point to the same names: the tokens themselves change. */
export const variables: CSSVariablesResolver = () => ({ variables: ours, light: ours, dark: ours })
