import { Modal } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { roleName } from '../../../web/app/role-name.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty, Field, Form, Moment, Page, Person } from '../../../web/ui/index.ts'

/** The studio's people, and invitations on their way (P6, P12). */
export default function PeoplePage() {
  const { studio } = useProfile()
  const mayManage = useMay('people.manage')
  const [inviting, setInviting] = useState(false)
  const path = { studio: studio.slug }
  const people = useInfiniteQuery({
    queryKey: ['members', studio.slug],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => call('GET /api/studios/{studio}/members', { path, query: { cursor: pageParam } }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = people.data?.pages.flatMap((page) => page.items)
  const invite = (
    <button type="button" className="btn btn--ink" onClick={() => setInviting(true)}>
      {m.people_invite()}
    </button>
  )
  return (
    <Page title={m.people_title()} actions={mayManage && invite}>
      <section className="sheet">
        {!rows ? (
          <Bones />
        ) : (
          <ul className="list">
            {rows.map((member) => (
              <li key={member.id} className="row">
                <Person name={member.displayName} note={member.title || member.email} />
                <span className="tag">{roleName(member.role)}</span>
              </li>
            ))}
          </ul>
        )}
        {rows?.length === 1 && mayManage && (
          <Empty title={m.people_empty()} action={invite}>
            {m.people_empty_text()}
          </Empty>
        )}
      </section>
      {people.hasNextPage && (
        <button type="button" className="btn" onClick={() => people.fetchNextPage()}>
          {m.app_more()}
        </button>
      )}
      {mayManage && <Invitations studio={studio.slug} />}
      <Modal opened={inviting} onClose={() => setInviting(false)} title={m.people_invite()}>
        <Invite studio={studio.slug} done={() => setInviting(false)} />
      </Modal>
    </Page>
  )
}

function Invitations({ studio }: { studio: string }) {
  const queries = useQueryClient()
  const sent = useQuery({
    queryKey: ['invitations', studio],
    queryFn: () => call('GET /api/studios/{studio}/invitations', { path: { studio } }),
  })
  if (!sent.data || sent.data.items.length === 0) return null
  return (
    <>
      <h2 style={{ margin: '28px 0 12px' }}>{m.people_invited()}</h2>
      <ul className="sheet list">
        {sent.data.items.map((one) => (
          <li key={one.id} className="row">
            <span>
              <Person name={one.displayName} note={one.email} />
              <span className="second">
                {roleName(one.role)} · {m.people_invited_until()} <Moment at={one.expiresAt} />
              </span>
            </span>
            <button
              type="button"
              className="btn"
              onClick={async () => {
                await call('DELETE /api/studios/{studio}/invitations/{invitation}', {
                  path: { studio, invitation: one.id },
                })
                await queries.invalidateQueries({ queryKey: ['invitations', studio] })
              }}
            >
              {m.people_withdraw()}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function Invite({ studio, done }: { studio: string; done: () => void }) {
  const queries = useQueryClient()
  const { role: mine } = useProfile()
  const [key] = useState(() => crypto.randomUUID())
  const roles = mine === 'owner' ? (['staff', 'manager', 'client'] as const) : (['staff', 'client'] as const)
  return (
    <Form
      submit={m.people_send()}
      onSubmit={async (values) => {
        await call('POST /api/studios/{studio}/invitations', {
          path: { studio },
          key,
          body: {
            email: values.email ?? '',
            displayName: values.displayName ?? '',
            title: values.title ?? '',
            role: roles.find((one) => one === values.role) ?? 'staff',
            permissionSetId: null,
          },
        })
        await queries.invalidateQueries({ queryKey: ['invitations', studio] })
        done()
      }}
    >
      <Field name="email" label={m.people_email()} type="email" />
      <Field name="displayName" label={m.people_name()} />
      <Field name="title" label={m.people_title_field()} />
      <Field name="role" label={m.people_role()}>
        {(id) => (
          <select id={id} name="role">
            {roles.map((role) => (
              <option key={role} value={role}>
                {roleName(role)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </Form>
  )
}
