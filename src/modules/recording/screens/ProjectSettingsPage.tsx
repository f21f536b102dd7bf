import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { call } from '../../../web/app/client.ts'
import { Absent, Lost } from '../../../web/app/Lost.tsx'
import { useProfile, useWorks } from '../../../web/app/me.tsx'
import { ReadOnlyNote } from '../../../web/app/ReadOnlyNote.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Field, Form, Page, toast, toastFailure } from '../../../web/ui/index.ts'
import { stageName } from '../../../web/ui/stage-name.ts'
import classes from './project.module.css'
import { type Project, useProject } from './use-project.ts'

type Change = Api['PATCH /api/studios/{studio}/projects/{project}/stages/{stage}']['body']
const STATES = ['planned', 'current', 'done'] as const

/** What the studio may change of a project: its name and deadline, and its stages with who runs them (R6). */
export default function ProjectSettingsPage() {
  const { studio } = useProfile()
  const { project: id = '' } = useParams({ strict: false }) as { project?: string }
  const works = useWorks()
  const { asked, project, again } = useProject(id)
  if (!project) return <Absent of={asked} />
  if (project.side !== 'studio') return <Lost />
  const path = { studio: studio.slug, project: project.id }
  return (
    <Page
      title={m.project_settings()}
      crumbs={[
        <StudioLink key="all" to="projects">
          {m.projects_title()}
        </StudioLink>,
        <StudioLink key="project" to={`projects/${project.id}`}>
          {project.title}
        </StudioLink>,
        m.project_settings(),
      ]}
    >
      {!works ? (
        <ReadOnlyNote />
      ) : project.state !== 'active' ? (
        <p>{m.project_closed_settings()}</p>
      ) : (
        <div className={`columns ${classes.settings}`}>
          <section className="sheet sheet--padded">
            <Form
              submit={m.app_save()}
              onSubmit={async ({ title = '', deadline = '' }) => {
                await call('PATCH /api/studios/{studio}/projects/{project}', {
                  path,
                  body: { title, deadline: deadline || null },
                })
                await again()
                toast(m.project_settings_saved())
              }}
            >
              <Field name="title" label={m.project_name()} value={project.title} />
              <Field name="deadline" label={m.project_deadline()} type="date" value={project.deadline ?? ''} />
            </Form>
          </section>
          <Stages project={project} again={again} />
        </div>
      )}
    </Page>
  )
}

/** The stages: each moved on, and given to somebody, at once. */
function Stages({ project, again }: { project: Project; again: () => Promise<unknown> }) {
  const { studio } = useProfile()
  const staff = useQuery({
    queryKey: ['members', studio.slug, 'performers'],
    queryFn: () =>
      call('GET /api/studios/{studio}/members', {
        path: { studio: studio.slug },
        query: { roles: 'owner,manager,staff', limit: 100 } as never,
      }),
  })
  const words = { planned: m.project_stage_planned, current: m.project_stage_current, done: m.project_stage_done }
  async function change(stage: string, body: Change): Promise<void> {
    const path = { studio: studio.slug, project: project.id, stage }
    try {
      await call('PATCH /api/studios/{studio}/projects/{project}/stages/{stage}', { path, body })
      await again()
      toast(m.project_settings_saved())
    } catch (error) {
      toastFailure(error)
    }
  }
  return (
    <section className="sheet sheet--padded stack" aria-labelledby="stages">
      <h2 id="stages">{m.project_stages()}</h2>
      <p className="second">{m.project_stages_lead()}</p>
      {project.stages.map((stage) => (
        <div key={stage.id} className="field">
          <strong>{stageName(stage.name)}</strong>
          <div className={classes.choices}>
            <select
              aria-label={m.project_stage_state({ stage: stageName(stage.name) })}
              value={stage.state}
              onChange={(event) => {
                const state = STATES.find((one) => one === event.currentTarget.value)
                if (state) void change(stage.id, { state })
              }}
            >
              {STATES.map((state) => (
                <option key={state} value={state}>
                  {words[state]()}
                </option>
              ))}
            </select>
            <select
              aria-label={m.project_stage_who({ stage: stageName(stage.name) })}
              value={stage.assignee ?? ''}
              onChange={(event) => void change(stage.id, { assigneeMembershipId: event.currentTarget.value || null })}
            >
              <option value="">{m.project_stage_nobody()}</option>
              {staff.data?.items.map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
            </select>
          </div>
        </div>
      ))}
    </section>
  )
}
