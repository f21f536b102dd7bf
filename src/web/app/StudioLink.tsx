import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useProfile } from './me.tsx'

/** A link to a screen of this studio, by its path after the studio: `people`, `projects/<id>`. */
export function StudioLink({ to, className, children }: { to: string; className?: string; children: ReactNode }) {
  const { studio } = useProfile()
  return (
    <Link className={className} to="/$studio/$" params={{ studio: studio.slug, _splat: to }}>
      {children}
    </Link>
  )
}
