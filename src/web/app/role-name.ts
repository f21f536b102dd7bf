import { m } from '../generated/messages/messages.js'

/** A role in the reader's language. */
export function roleName(role: 'owner' | 'manager' | 'staff' | 'client'): string {
  return { owner: m.role_owner, manager: m.role_manager, staff: m.role_staff, client: m.role_client }[role]()
}
