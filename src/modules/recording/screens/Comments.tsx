import { call } from '../../../web/app/client.ts'
import { useProfile, useWorks } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { toastFailure } from '../../../web/ui/index.ts'
import { clock } from './clock.ts'
import classes from './project.module.css'
import { nameIn, type Project, type Version } from './use-project.ts'

interface Props {
  project: Project
  comments: readonly (Version['comments'][number] & { version: Version })[]
  again: () => Promise<unknown>
}

/** The comments of a deliverable in the order of the music; an open one can be resolved, a resolved one opened (R9). */
export function Comments({ project, comments, again }: Props) {
  const { studio } = useProfile()
  const works = useWorks()
  const open = works && (project.state === 'active' || project.state === 'disputed')
  const settle = async (id: string, resolved: boolean) => {
    const path = { studio: studio.slug, comment: id }
    try {
      await (resolved
        ? call('DELETE /api/studios/{studio}/comments/{comment}/resolution', { path })
        : call('PUT /api/studios/{studio}/comments/{comment}/resolution', { path }))
      await again()
    } catch (error) {
      toastFailure(error)
    }
  }
  if (comments.length === 0) return null
  return (
    <ul className={classes.comments}>
      {comments.map(({ id, atMs, body, author, state, version }) => (
        <li key={id} data-resolved={state === 'resolved'}>
          <span>
            <strong className={classes.moment}>{clock(atMs / 1000)}</strong> {body}{' '}
            <span className="second">
              · {nameIn(project, author)} · v{version.number}
            </span>
          </span>
          {open && (
            <button type="button" className={classes.quiet} onClick={() => settle(id, state === 'resolved')}>
              {state === 'resolved' ? m.project_comment_reopen() : m.project_comment_resolve()}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
