import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Field, Form, Page, toast } from '../../../web/ui/index.ts'
import { stageKey, stageName } from '../../../web/ui/stage-name.ts'

/** How the studio's projects run: the stages of new ones, and what follows when one side stays silent (R6, R11). */
export default function ProjectTermsPage() {
  const { studio } = useProfile()
  const may = useMay('projects.manage')
  const queries = useQueryClient()
  const path = { studio: studio.slug }
  const terms = useQuery({
    queryKey: ['project-settings', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}/project-settings', { path }),
  })
  const title = m.project_terms()
  return (
    <Page
      title={title}
      crumbs={[
        <StudioLink key="settings" to="settings">
          {m.settings_title()}
        </StudioLink>,
        title,
      ]}
    >
      <p style={{ maxWidth: '62ch', marginBottom: 20 }}>{m.project_terms_lead()}</p>
      {terms.isPending && <Bones rows={4} />}
      {terms.error && (
        <p className="wrong wrong--form" role="alert">
          {terms.error.message}
        </p>
      )}
      {terms.data && !may && <p>{terms.data.stages.map(stageName).join(' · ')}</p>}
      {terms.data && may && (
        <section className="sheet sheet--padded">
          <Form
            submit={m.app_save()}
            onSubmit={async ({ stages = '', silenceDays = '', silenceOutcome }) => {
              await call('PUT /api/studios/{studio}/project-settings', {
                path,
                body: {
                  stages: stages.split('\n').flatMap((line) => stageKey(line) || []) as [string, ...string[]],
                  silenceDays: Number(silenceDays),
                  silenceOutcome: silenceOutcome === 'dispute' ? 'dispute' : 'complete',
                },
              })
              await queries.invalidateQueries({ queryKey: ['project-settings', studio.slug] })
              toast(m.project_terms_saved())
            }}
          >
            <Field name="stages" label={m.project_terms_stages()}>
              {(id, invalid) => (
                <textarea
                  id={id}
                  name="stages"
                  rows={8}
                  defaultValue={terms.data.stages.map(stageName).join('\n')}
                  aria-invalid={invalid}
                  aria-describedby={`${id}-note`}
                />
              )}
            </Field>
            <Field
              name="silenceDays"
              label={m.project_terms_days()}
              type="number"
              value={String(terms.data.silenceDays)}
            />
            <Field name="silenceOutcome" label={m.project_terms_outcome()}>
              {(id) => (
                <select id={id} name="silenceOutcome" defaultValue={terms.data.silenceOutcome}>
                  <option value="complete">{m.project_terms_complete()}</option>
                  <option value="dispute">{m.project_terms_dispute()}</option>
                </select>
              )}
            </Field>
          </Form>
        </section>
      )}
    </Page>
  )
}
