import { IconLock } from '@tabler/icons-react'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountOf } from '../../files/screens/index.ts'
import classes from './project.module.css'
import type { Project } from './use-project.ts'

/** A delivered version in the chat: its file, locked until both sides have completed (R10). */
export function VersionCard({ project, versionId }: { project: Project; versionId: string }) {
  const { studio, membershipId } = useProfile()
  const version = project.deliverables.flatMap((one) => one.versions).find((one) => one.id === versionId)
  const file = version?.file
  if (!file) return null
  const size = amountOf(file.bytes, getLocale())
  const address = `/api/studios/${studio.slug}/files/${file.id}/content?profile=${membershipId}`
  return (
    <div className={classes.version}>
      {project.state === 'active' && <IconLock size={18} stroke={1.7} color="var(--amber)" aria-hidden />}
      <span>
        {file.right === 'original' ? (
          <a href={address} download={file.name}>
            {file.name}
          </a>
        ) : (
          <strong>{file.name}</strong>
        )}{' '}
        <span className="second">· {size}</span>
        {project.state === 'active' && (
          <>
            <br />
            <span className="second">{m.chat_locked()}</span>
          </>
        )}
      </span>
    </div>
  )
}
