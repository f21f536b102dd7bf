import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Form, Pending } from '../../../web/ui/index.ts'
import classes from './project.module.css'
import type { Project } from './use-project.ts'

interface Props {
  project: Project
  again: () => Promise<unknown>
  close: () => void
}

/** Who of the studio works on the project: they see it, its chat and its files from then on (R6). */
export function Assign({ project, again, close }: Props) {
  const { studio } = useProfile()
  const path = { studio: studio.slug }
  const staff = useQuery({
    queryKey: ['members', studio.slug, 'performers'],
    queryFn: () =>
      call('GET /api/studios/{studio}/members', { path, query: { roles: 'owner,manager,staff', limit: 100 } as never }),
  })
  const others = staff.data?.items.filter(({ id }) => !project.staff.includes(id))
  return (
    <Modal opened onClose={close} title={m.project_assign()}>
      {!others ? (
        <Pending of={staff} rows={3} />
      ) : others.length === 0 ? (
        <p>{m.project_assign_all()}</p>
      ) : (
        <Form
          submit={m.project_assign_deed()}
          onSubmit={async (values) => {
            const chosen = others.flatMap(({ id }) => (values[id] === 'on' ? id : []))
            if (chosen.length > 0) {
              const body = { staff: chosen }
              await call('PATCH /api/studios/{studio}/projects/{project}', {
                path: { ...path, project: project.id },
                body,
              })
              await again()
            }
            close()
          }}
        >
          {others.map(({ id, displayName, title }) => (
            <label key={id} className={classes.check}>
              <input type="checkbox" name={id} /> {displayName} <span className="second">{title}</span>
            </label>
          ))}
        </Form>
      )}
    </Modal>
  )
}
