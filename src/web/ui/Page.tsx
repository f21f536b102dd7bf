import { type ReactNode, useEffect } from 'react'

interface Props {
  title: string
  actions?: ReactNode
  children: ReactNode
}

/** A screen: its title says where I am, its actions stand at the right. */
export function Page({ title, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} — Atelier`
  }, [title])
  return (
    <div className="screen">
      <header className="screen__head">
        <h1>{title}</h1>
        {actions && <div className="screen__actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
