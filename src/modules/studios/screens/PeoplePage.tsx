import { Modal } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { roleName } from '../../../web/app/role-name.ts'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Empty, Field, Form, List, Moment, Page, Person, useListAddress } from '../../../web/ui/index.ts'
import { MemberDetail, stateName } from './MemberDetail.tsx'
import { useGivableSets } from './use-rights.ts'

const ROLES = ['owner', 'manager', 'staff', 'client'] as const

/** The studio's people, and invitations on their way (P6, P12). */
export default function PeoplePage() {
  const { studio } = useProfile()
  const mayManage = useMay('people.manage')
  const address = useListAddress()
  const path = { studio: studio.slug }
  const role = address.chosen('role')
  const query = { search: address.search || undefined, roles: ROLES.find((one) => one === role) }
  const people = useInfiniteQuery({
    queryKey: ['members', studio.slug, query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call('GET /api/studios/{studio}/members', { path, query: { ...query, cursor: pageParam } }),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const invite = (
    <>
      <StudioLink className="btn" to="people/rights">
        {m.rights_title()}
      </StudioLink>
      <button type="button" className="btn btn--ink" onClick={() => address.set({ invite: '1' })}>
        {m.people_invite()}
      </button>
    </>
  )
  const empty = <Empty title={m.people_empty()}>{m.people_empty_text()}</Empty>
  return (
    <Page title={m.people_title()} actions={mayManage && invite}>
      <List
        list="people"
        label={m.people_title()}
        address={address}
        rows={people}
        searchable
        filters={[
          { name: 'role', label: m.people_role(), options: ROLES.map((value) => ({ value, label: roleName(value) })) },
        ]}
        idOf={({ id }) => id}
        nameOf={({ displayName }) => displayName}
        detail={(member) => <MemberDetail member={member} mayManage={mayManage} />}
        empty={empty}
      >
        {(member) => (
          <>
            <Person id={member.id} name={member.displayName} note={member.title || member.email} />
            <span className="tag">{stateName(member) ?? roleName(member.role)}</span>
          </>
        )}
      </List>
      {mayManage && <Invitations studio={studio.slug} />}
      <Modal
        opened={mayManage && address.chosen('invite') === '1'}
        onClose={() => address.set({ invite: '' })}
        title={m.people_invite()}
      >
        <Invite studio={studio.slug} done={() => address.set({ invite: '' })} />
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
  const [role, setRole] = useState<string>('staff')
  const sets = useGivableSets()
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
            permissionSetId: values.role === 'staff' ? values.permissionSetId || null : null,
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
          <select id={id} name="role" onChange={(event) => setRole(event.currentTarget.value)}>
            {roles.map((role) => (
              <option key={role} value={role}>
                {roleName(role)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {role === 'staff' && sets && sets.length > 0 && (
        <Field name="permissionSetId" label={m.people_may()}>
          {(id) => (
            <select id={id} name="permissionSetId" defaultValue={leastOf(sets)?.id}>
              {sets.map((set) => (
                <option key={set.id} value={set.id}>
                  {set.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </Form>
  )
}

/** The set that grants the least: what an invitation offers first. */
function leastOf<Set extends { permissions: readonly string[] }>(sets: readonly Set[]): Set | undefined {
  return sets.toSorted((a, b) => a.permissions.length - b.permissions.length)[0]
}
