import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Empty, Person } from '../../../web/ui/index.ts'
import { RightsSelect } from './RightsSelect.tsx'
import classes from './rights.module.css'
import type { RightsSet } from './use-rights.ts'

type Member = Api['GET /api/studios/{studio}/members']['answer']['items'][number]

interface Props {
  people: readonly Member[]
  sets: readonly RightsSet[]
  may: boolean
  onGive: (member: string, permissionSetId: string | null) => Promise<unknown>
}

/** Who of the staff has which set; changed at once, and taken back for a while (P6). */
export function GiveRights({ people, sets, may, onGive }: Props) {
  return (
    <section className={classes.given} aria-labelledby="given">
      <h2 id="given">{m.rights_given()}</h2>
      {people.length === 0 && <Empty title={m.rights_given_none()}>{m.rights_given_none_text()}</Empty>}
      {people.length > 0 && (
        <ul className="list sheet">
          {people.map((member) => (
            <li key={member.id} className={`row ${classes.person}`}>
              <Person id={member.id} name={member.displayName} note={member.title || member.email} />
              {may ? (
                <span className="field">
                  <RightsSelect member={member} sets={sets} onGive={onGive} />
                </span>
              ) : (
                <span className="tag">
                  {sets.find((set) => set.id === member.permissionSetId)?.name ?? m.rights_role_only()}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
