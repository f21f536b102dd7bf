/** What a studio that can only be looked at still lets its people do besides looking: pay for it, take money out (P8). */
const EVEN_READ_ONLY: ReadonlySet<string> = new Set(['subscription.manage', 'money.withdraw'])
const LOOKS = /\.(read|see_\w+)$/

/** Whether the studio does what is asked of it, or can only be looked at. */
export function worksNow({ studio }: { studio: { state: string } }): boolean {
  return studio.state !== 'read_only'
}

/** Whether the permission is held and of use now: what the server refuses a read-only studio is not offered there. */
export function mayNow(
  { permissions, studio }: { permissions: readonly string[]; studio: { state: string } },
  permission: string,
): boolean {
  if (!permissions.includes(permission)) return false
  return worksNow({ studio }) || LOOKS.test(permission) || EVEN_READ_ONLY.has(permission)
}
