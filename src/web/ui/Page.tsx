import { type ReactNode, useEffect } from 'react'
import { m } from '../generated/messages/messages.js'
import classes from './page.module.css'

interface Props {
  title: string
  /** Quiet, after the title: `single`. */
  kind?: string
  /** The way here: links, outermost first. */
  crumbs?: readonly ReactNode[]
  /** Beside the title: people, a due date. */
  beside?: ReactNode
  /** What can be done here: at most one is filled with ink. */
  actions?: ReactNode
  /** Under the title, over the whole width: the strip of stages, tabs. */
  under?: ReactNode
  /** A column on the right (318 px); below the rest where the screen is narrow. */
  aside?: ReactNode
  /** What goes on growing, a chat: under the rest, and last where the screen is narrow, so that it moves nothing there. */
  last?: ReactNode
  children: ReactNode
}

/** A screen: its title says where I am, its actions stand at the right. Also names the browser's tab. */
export function Page({ title, kind, crumbs, beside, actions, under, aside, last, children }: Props) {
  useEffect(() => {
    document.title = `${title} — ${m.brand()}`
  }, [title])
  return (
    <div className={`screen ${aside ? classes.wide : ''}`}>
      {crumbs && (
        <nav className={classes.crumbs} aria-label={m.ui_breadcrumbs()}>
          {crumbs.map((crumb, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the way here has no ids, and its order is its identity
            <span key={index}>{crumb}</span>
          ))}
        </nav>
      )}
      <header className={`screen__head ${classes.head}`}>
        <h1>
          {title}
          {kind && <span className={classes.kind}> — {kind}</span>}
        </h1>
        {beside && <div className={classes.beside}>{beside}</div>}
        {actions && <div className="screen__actions">{actions}</div>}
      </header>
      {under && <div className={classes.under}>{under}</div>}
      {aside ? (
        <div className={classes.columns}>
          <div className={classes.body}>{children}</div>
          <aside className={classes.aside}>{aside}</aside>
          {last && <div className={classes.last}>{last}</div>}
        </div>
      ) : (
        children
      )}
    </div>
  )
}
