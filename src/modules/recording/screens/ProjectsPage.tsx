import { Modal } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Chip, Empty, Field, Form, Money, Page, Pending, Person, useListAddress } from '../../../web/ui/index.ts'
import { stageName } from '../../../web/ui/stage-name.ts'
import classes from './project.module.css'
import type { Project } from './use-project.ts'
import { dayWords, kindName, stateName } from './words.ts'

const STATES = ['active', 'disputed', 'completed', 'cancelled'] as const

/** The projects in sight: what is under way first, with what is held for each; a new one is opened by its address (R6, R18). */
export default function ProjectsPage() {
  const { studio, role } = useProfile()
  const mayOpen = useMay('projects.open')
  const worksHere = useProfile().permissions.includes('projects.work')
  const maySeeMoney = useMay('money.read')
  const [state, setState] = useState<Project['state'] | undefined>('active')
  const [search, setSearch] = useState('')
  const address = useListAddress()
  const projects = useInfiniteQuery({
    queryKey: ['projects', studio.slug, state, search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call('GET /api/studios/{studio}/projects', {
        path: { studio: studio.slug },
        query: { cursor: pageParam, ...(state ? { state } : {}), ...(search ? { search } : {}) },
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = projects.data?.pages.flatMap((page) => page.items)
  const start = mayOpen && (
    <button type="button" className="btn btn--ink" onClick={() => address.set({ open: 'new' })}>
      {m.projects_new()}
    </button>
  )
  return (
    <Page
      title={m.projects_title()}
      actions={
        <>
          {worksHere && (
            <StudioLink className="btn" to="projects/ratings">
              {m.ratings_title()}
            </StudioLink>
          )}
          {maySeeMoney && (
            <StudioLink className="btn" to="projects/sums">
              {m.sums_title()}
            </StudioLink>
          )}
          {start}
        </>
      }
    >
      <div className="chips" style={{ marginTop: 0 }}>
        <Chip on={!state} press={() => setState(undefined)} label={m.projects_all()} />
        {STATES.map((one) => (
          <Chip key={one} on={state === one} press={() => setState(one)} label={stateName(one)} />
        ))}
        <div className="field">
          <input
            type="search"
            aria-label={m.projects_search()}
            placeholder={m.projects_search()}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
      </div>
      <section className="sheet" aria-label={m.projects_title()}>
        {!rows ? (
          <Pending of={projects} />
        ) : rows.length === 0 ? (
          <Empty title={m.projects_empty()} action={start}>
            {role === 'client' ? m.projects_empty_client() : m.projects_empty_text()}
          </Empty>
        ) : (
          <ul className="list">
            {rows.map((row) => (
              <li key={row.id}>
                <StudioLink className={`row ${classes.inList}`} to={`projects/${row.id}`}>
                  <span>
                    <strong className={classes.name}>{row.title}</strong>{' '}
                    <span className="second">{kindName(row.kind)}</span>
                    <br />
                    <Person id={row.client.id} name={row.client.name} />
                  </span>
                  <span className={classes.facts}>
                    {row.stage && row.state === 'active' ? (
                      <span className="tag tag--signal">{stageName(row.stage)}</span>
                    ) : (
                      <span className="tag">{stateName(row.state)}</span>
                    )}
                    {row.deadline && row.state === 'active' && (
                      <span className="second">{m.project_due({ day: dayWords(row.deadline) })}</span>
                    )}
                    {row.held && <Money value={row.held} short />}
                  </span>
                </StudioLink>
              </li>
            ))}
          </ul>
        )}
      </section>
      {projects.hasNextPage && (
        <button type="button" className="btn" onClick={() => projects.fetchNextPage()}>
          {m.app_more()}
        </button>
      )}
      <Modal
        opened={mayOpen && address.open === 'new'}
        onClose={() => address.set({ open: '', client: '' })}
        title={m.projects_new()}
      >
        <NewProject of={address.chosen('client')} />
      </Modal>
    </Page>
  )
}

/** `of`: whose project it will be, where one came from their chat. */
function NewProject({ of }: { of: string | undefined }) {
  const { studio, role, membershipId } = useProfile()
  const navigate = useNavigate()
  const [key] = useState(() => crypto.randomUUID())
  const isClient = role === 'client'
  const clients = useQuery({
    queryKey: ['members', studio.slug, 'clients'],
    enabled: !isClient,
    queryFn: () =>
      call('GET /api/studios/{studio}/members', {
        path: { studio: studio.slug },
        query: { roles: 'client', limit: 100 } as never,
      }),
  })
  return (
    <Form
      submit={m.project_open()}
      onSubmit={async (values) => {
        const made = await call('POST /api/studios/{studio}/projects', {
          path: { studio: studio.slug },
          key,
          body: {
            title: values.title ?? '',
            kind: (['single', 'ep', 'album'] as const).find((kind) => kind === values.kind) ?? 'single',
            clientMembershipId: isClient ? membershipId : (values.clientMembershipId ?? ''),
            deadline: values.deadline || null,
            staff: [],
          },
        })
        await navigate({ to: '/$studio/$', params: { studio: studio.slug, _splat: `projects/${made.id}` } })
      }}
    >
      <Field name="title" label={m.project_name()} />
      <Field name="kind" label={m.project_kind()}>
        {(id) => (
          <select id={id} name="kind">
            {(['single', 'ep', 'album'] as const).map((kind) => (
              <option key={kind} value={kind}>
                {kindName(kind)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {!isClient && clients.data && (
        <Field name="clientMembershipId" label={m.project_client()}>
          {(id) => (
            <select id={id} name="clientMembershipId" defaultValue={of}>
              {clients.data.items.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.displayName}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field name="deadline" label={m.project_deadline()} type="date" />
    </Form>
  )
}
