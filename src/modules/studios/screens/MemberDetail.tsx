import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { roleName } from '../../../web/app/role-name.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Field, Form, Moment, toast, toastFailure } from '../../../web/ui/index.ts'
import { MemberRights } from './MemberRights.tsx'
import { useStandsAbove } from './use-rights.ts'

type Member = Api['GET /api/studios/{studio}/members']['answer']['items'][number]
type Change = Api['PATCH /api/studios/{studio}/members/{member}']['body']

/** Why somebody is not at work here, if so. */
export function stateName({ state }: Member): string | undefined {
  return state === 'blocked' ? m.people_state_blocked() : state === 'left' ? m.people_state_left() : undefined
}

/** One person of the studio: what is known of them, and what may be changed. Closing access can be taken back. */
export function MemberDetail({ member, mayManage }: { member: Member; mayManage: boolean }) {
  const queries = useQueryClient()
  const { studio, membershipId } = useProfile()
  const below = useStandsAbove()(member)
  const mayGrant = useMay('permissions.manage')
  async function change(body: Change): Promise<void> {
    const path = { studio: studio.slug, member: member.id }
    await call('PATCH /api/studios/{studio}/members/{member}', { path, body })
    await queries.invalidateQueries({ queryKey: ['members', studio.slug] })
  }
  const blocked = member.state === 'blocked'
  async function turn(): Promise<void> {
    try {
      await change({ state: blocked ? 'active' : 'blocked' })
      const shut = member.role === 'client' ? m.people_blocked_client : m.people_blocked
      const words = blocked ? m.people_unblocked : shut
      toast(words({ name: member.displayName }), () => change({ state: member.state }))
    } catch (error) {
      toastFailure(error)
    }
  }
  return (
    <div className="stack">
      <p className="second">
        {stateName(member) ?? roleName(member.role)} · {member.email}
        <br />
        {m.people_since()} <Moment at={member.createdAt} />
      </p>
      {mayManage && (
        <Form
          submit={m.app_save()}
          onSubmit={async ({ displayName = '', title = '' }) => {
            await change({ displayName, title })
            toast(m.people_changed())
          }}
        >
          <Field name="displayName" label={m.people_name()} value={member.displayName} />
          <Field name="title" label={m.people_title_field()} value={member.title} />
        </Form>
      )}
      {mayGrant && member.role === 'staff' && <MemberRights member={member} />}
      {mayManage && below && member.id !== membershipId && member.state !== 'left' && (
        <div>
          <button type="button" className="btn" onClick={() => void turn()}>
            {blocked ? m.people_unblock() : m.people_block()}
          </button>
        </div>
      )}
    </div>
  )
}
