import { useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Field } from '../../../web/ui/index.ts'
import { RightsSelect } from './RightsSelect.tsx'
import { useRights } from './use-rights.ts'

interface Props {
  member: { id: string; displayName: string; permissionSetId: string | null }
}

/** What one of the staff may beyond the role, and the way to what that is (P6). */
export function MemberRights({ member }: Props) {
  const { studio } = useProfile()
  const { rights, give } = useRights(studio.slug)
  if (!rights.data) return null
  const { items } = rights.data
  return (
    <div>
      <Field name="permissionSetId" label={m.people_may()}>
        {(id) => <RightsSelect id={id} member={member} sets={items} onGive={give} />}
      </Field>
      <StudioLink to="people/rights">{m.rights_title()}</StudioLink>
    </div>
  )
}
