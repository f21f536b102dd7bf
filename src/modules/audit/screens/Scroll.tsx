import type { ReactNode } from 'react'
import classes from './console.module.css'

/** A table that scrolls sideways in its own frame where the screen is narrow; by keyboard too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard (WCAG 2.1.1)
    <section className={`sheet ${classes.scroll}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
