import { m } from '../../../web/generated/messages/messages.js'
import { toast, toastFailure } from '../../../web/ui/index.ts'
import type { RightsSet } from './use-rights.ts'

interface Props {
  member: { id: string; displayName: string; permissionSetId: string | null }
  sets: readonly RightsSet[]
  onGive: (member: string, permissionSetId: string | null) => Promise<unknown>
  /** Of the label beside it; named after the person, when left out. */
  id?: string
}

/** Which set one of the staff has: changed at once, and taken back for a while (P6). */
export function RightsSelect({ member: { id: memberId, displayName, permissionSetId }, sets, onGive, id }: Props) {
  async function give(next: string | null): Promise<void> {
    const set = sets.find((one) => one.id === next)?.name ?? m.rights_role_only()
    try {
      await onGive(memberId, next)
      toast(m.rights_changed({ name: displayName, set }), () => onGive(memberId, permissionSetId))
    } catch (error) {
      toastFailure(error)
    }
  }
  return (
    <select
      id={id}
      aria-label={id ? undefined : m.rights_of({ name: displayName })}
      value={permissionSetId ?? ''}
      onChange={(event) => void give(event.currentTarget.value || null)}
    >
      <option value="">{m.rights_role_only()}</option>
      {sets.map((set) => (
        <option key={set.id} value={set.id}>
          {set.name}
        </option>
      ))}
    </select>
  )
}
