import { useEffect, useRef } from 'react'
import { m } from '../generated/messages/messages.js'
import { useConnectionLost } from './connection.ts'
import classes from './offline-banner.module.css'
import { toast } from './toast.tsx'

/** Says that the connection is lost and, once it is back, that it is; `onBack` asks again for what is on the screen. */
export function OfflineBanner({ onBack }: { onBack: () => void }) {
  const lost = useConnectionLost()
  const before = useRef(false)
  useEffect(() => {
    if (before.current && !lost) {
      toast(m.ui_online())
      onBack()
    }
    before.current = lost
  }, [lost, onBack])
  return (
    <div role="status" className={classes.place}>
      {lost && <p className={classes.banner}>{m.ui_offline()}</p>}
    </div>
  )
}
