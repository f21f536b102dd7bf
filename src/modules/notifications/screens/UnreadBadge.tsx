import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import classes from './notices.module.css'
import { useUnread } from './use-inbox.ts'

/** How much is unread in this profile's inbox, live. Nothing while all is read. */
export function UnreadBadge() {
  const { membershipId } = useProfile()
  const count = useUnread().data?.profiles.find((profile) => profile.membershipId === membershipId)?.unread ?? 0
  if (count === 0) return null
  return (
    <span className={classes.count} role="status" aria-label={m.notices_bell({ count })}>
      {count > 99 ? '99+' : count}
    </span>
  )
}
