import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Confirm, Empty, Page, toast } from '../../../web/ui/index.ts'
import { GiveRights } from './GiveRights.tsx'
import { RightsForm } from './RightsForm.tsx'
import classes from './rights.module.css'
import { type RightsSet, useRights } from './use-rights.ts'

/** Sets of named permissions: what the owner lets staff do beyond their role, and who has which (P6). */
export default function RightsPage() {
  const { studio } = useProfile()
  const may = useMay('permissions.manage')
  const { rights, save, remove, give } = useRights(studio.slug)
  const [edited, setEdited] = useState<RightsSet | 'new'>()
  const [leaving, setLeaving] = useState<RightsSet>()
  const staff = useQuery({
    queryKey: ['members', studio.slug, 'staff'],
    queryFn: () =>
      call('GET /api/studios/{studio}/members', {
        path: { studio: studio.slug },
        query: { roles: 'staff', limit: 100 },
      }),
  })
  const people = staff.data?.items ?? []
  const namesOf = (set: RightsSet) =>
    people.flatMap(({ id, displayName }) => (set.members.includes(id) ? displayName : [])).join(', ')
  const failure = rights.error ?? staff.error
  return (
    <Page
      title={m.rights_title()}
      crumbs={[
        <StudioLink key="people" to="people">
          {m.people_title()}
        </StudioLink>,
        m.rights_title(),
      ]}
      actions={
        may && (
          <button type="button" className="btn btn--ink" onClick={() => setEdited('new')}>
            {m.rights_new()}
          </button>
        )
      }
    >
      <p className={classes.lead}>{m.rights_lead()}</p>
      {failure && (
        <p className="wrong wrong--form" role="alert">
          {failure.message}
        </p>
      )}
      {rights.isPending && <Bones rows={4} />}
      {rights.data?.items.length === 0 && <Empty title={m.rights_none()}>{m.rights_none_text()}</Empty>}
      <div className={classes.sets}>
        {rights.data?.items.map((set) => (
          <section key={set.id} className="sheet sheet--padded" aria-labelledby={set.id}>
            <h2 id={set.id}>{set.name}</h2>
            <ul className={classes.what}>
              {rights.data.grantable
                .filter(({ name }) => set.permissions.includes(name))
                .map(({ name, title }) => (
                  <li key={name}>{title}</li>
                ))}
              {set.permissions.length === 0 && <li>{m.rights_nothing()}</li>}
            </ul>
            <p className="second">
              {set.members.length > 0 ? m.rights_who({ names: namesOf(set) }) : m.rights_who_none()}
            </p>
            {may && (
              <div className={classes.deeds}>
                <button
                  type="button"
                  className="btn"
                  aria-label={`${m.rights_edit()}: ${set.name}`}
                  onClick={() => setEdited(set)}
                >
                  {m.rights_edit()}
                </button>
                <button
                  type="button"
                  className="btn"
                  aria-label={`${m.rights_remove()}: ${set.name}`}
                  onClick={() => setLeaving(set)}
                >
                  {m.rights_remove()}
                </button>
              </div>
            )}
          </section>
        ))}
      </div>
      {rights.data && staff.data && <GiveRights people={people} sets={rights.data.items} may={may} onGive={give} />}
      {edited && rights.data && (
        <RightsForm
          set={edited === 'new' ? undefined : edited}
          grantable={rights.data.grantable}
          onSave={save}
          onClose={() => setEdited(undefined)}
        />
      )}
      {leaving && (
        <Confirm
          title={m.rights_remove_q({ name: leaving.name })}
          consequences={[
            { label: m.rights_remove_who(), figure: namesOf(leaving) || m.rights_remove_nobody(), strong: true },
          ]}
          {...(leaving.members.length > 0 ? { note: m.rights_remove_note() } : {})}
          deed={m.rights_remove()}
          ends
          onConfirm={async () => {
            await remove(leaving.id)
            toast(m.rights_removed({ name: leaving.name }))
          }}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </Page>
  )
}
