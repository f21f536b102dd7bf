import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useProfile } from './me.tsx'

interface Props {
  to: string
  /** What stands after the question mark: a filter, what is open. */
  search?: Readonly<Record<string, string>>
  className?: string
  children: ReactNode
}

/** A link to a screen of this studio, by its path after the studio: `people`, `projects/<id>`. */
export function StudioLink({ to, search, className, children }: Props) {
  const { studio } = useProfile()
  return (
    <Link
      className={className}
      to="/$studio/$"
      params={{ studio: studio.slug, _splat: to }}
      // Screens come from the modules, so that the router knows no type of their searches.
      search={(search ?? {}) as never}
    >
      {children}
    </Link>
  )
}
