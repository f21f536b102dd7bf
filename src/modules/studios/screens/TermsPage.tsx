import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Empty, Field, Form, Moment, Page, Pending, shareText } from '../../../web/ui/index.ts'

/** The revenue-sharing terms and their history: the studio's default, and one worker's own with its reason (R16). */
export default function TermsPage() {
  const { studio } = useProfile()
  const may = useMay('terms.manage')
  const path = { studio: studio.slug }
  const terms = useQuery({
    queryKey: ['sharing-terms', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}/sharing-terms', { path }),
  })
  const staff = useQuery({
    queryKey: ['members', studio.slug, 'performers'],
    queryFn: () =>
      call('GET /api/studios/{studio}/members', { path, query: { roles: 'owner,manager,staff', limit: 100 } as never }),
  })
  const nameOf = (id: string | null) =>
    id === null ? m.terms_default() : (staff.data?.items.find((one) => one.id === id)?.displayName ?? '')
  return (
    <Page title={m.terms_title()}>
      <p style={{ maxWidth: '62ch' }}>{m.terms_lead()}</p>
      {may && <NewTerms people={staff.data?.items ?? []} />}
      <h2 style={{ margin: '28px 0 12px' }}>{m.terms_history()}</h2>
      <section className="sheet" aria-label={m.terms_history()}>
        {!terms.data ? (
          <Pending of={terms} />
        ) : terms.data.length === 0 ? (
          <Empty title={m.terms_none()}>{m.terms_none_text()}</Empty>
        ) : (
          <ul className="list">
            {terms.data.map((one) => (
              <li key={one.id} className="row">
                <span>
                  <strong>{nameOf(one.membershipId)}</strong> {one.reason}
                  <br />
                  <span className="second">
                    {m.terms_since()} <Moment at={one.inForceFrom} with="both" />
                  </span>
                </span>
                <span className="row__sum">{shareText(one.bps)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </Page>
  )
}

function NewTerms({ people }: { people: readonly { id: string; displayName: string }[] }) {
  const { studio } = useProfile()
  const queries = useQueryClient()
  const [key, setKey] = useState(() => crypto.randomUUID())
  return (
    <div className="sheet sheet--padded" style={{ marginTop: 20 }}>
      <Form
        key={key}
        submit={m.terms_set()}
        onSubmit={async ({ membershipId, bps = '', reason = '' }) => {
          const body = {
            membershipId: membershipId || null,
            bps: Math.round(Number(bps.replace(',', '.')) * 100),
            reason,
          }
          await call('POST /api/studios/{studio}/sharing-terms', { path: { studio: studio.slug }, key, body })
          await queries.invalidateQueries({ queryKey: ['sharing-terms', studio.slug] })
          setKey(crypto.randomUUID())
        }}
      >
        <Field name="membershipId" label={m.terms_for()}>
          {(id) => (
            <select id={id} name="membershipId">
              <option value="">{m.terms_default()}</option>
              {people.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.displayName}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="bps" label={m.terms_share()} value="50" />
        <Field name="reason" label={m.terms_reason()} hint={m.terms_reason_hint()} />
      </Form>
    </div>
  )
}
