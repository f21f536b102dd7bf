import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Field, Form } from '../../../web/ui/index.ts'

type Begun = Api['POST /api/me/second-factor']['answer']

/** The second factor: set up by the password and the first code, switched off by the password (P9). */
export function SecondFactor({ operator }: { operator: boolean }) {
  const queries = useQueryClient()
  const [begun, setBegun] = useState<Begun>()
  const factor = useQuery({
    queryKey: ['second-factor'],
    queryFn: () => call('GET /api/me/second-factor', {}),
  })
  if (!factor.data) return null
  const { on, given } = factor.data
  // Switching replaces the session, so what is shown of the sessions changes too.
  async function changed() {
    setBegun(undefined)
    await Promise.all(['me', 'second-factor', 'sessions'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
  }
  return (
    <section className="stack" aria-labelledby="second-factor">
      <h2 id="second-factor">{m.account_factor()}</h2>
      <p className="second">{on ? m.account_factor_on() : m.account_factor_off()}</p>
      {!on && !begun && (
        <Form
          submit={m.account_factor_begin()}
          onSubmit={async ({ password = '' }) => {
            setBegun(await call('POST /api/me/second-factor', { body: { password } }))
          }}
        >
          <Password />
        </Form>
      )}
      {!on && begun && <FirstCode begun={begun} done={changed} />}
      {on && !given && (
        <>
          <p>{m.account_factor_missing()}</p>
          <Form
            submit={m.confirm()}
            onSubmit={async ({ code = '' }) => {
              await call('POST /api/sessions/second-factor', { body: { code } })
              await changed()
            }}
          >
            <Field name="code" label={m.account_factor_code()} autoComplete="one-time-code" />
          </Form>
        </>
      )}
      {on && given && !operator && (
        <Form
          submit={m.account_factor_disable()}
          onSubmit={async ({ password = '' }) => {
            await call('DELETE /api/me/second-factor', { body: { password } })
            await changed()
          }}
        >
          <Password />
        </Form>
      )}
    </section>
  )
}

function Password() {
  return <Field name="password" label={m.account_factor_password()} type="password" autoComplete="current-password" />
}

function FirstCode({ begun, done }: { begun: Begun; done: () => Promise<void> }) {
  const { totpUri, backupCodes } = begun
  const key = new URL(totpUri).searchParams.get('secret') ?? ''
  return (
    <>
      <p>{m.account_factor_add()}</p>
      <p>
        {m.account_factor_key()}: <code style={{ overflowWrap: 'anywhere' }}>{key.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <p>
        <a href={totpUri}>{m.account_factor_open()}</a>
      </p>
      <p>{m.account_factor_codes()}</p>
      <ul className="second">
        {backupCodes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Form
        submit={m.account_factor_confirm()}
        onSubmit={async ({ code = '' }) => {
          await call('POST /api/me/second-factor/verification', { body: { code } })
          await done()
        }}
      >
        <Field name="code" label={m.account_factor_code()} autoComplete="one-time-code" />
      </Form>
    </>
  )
}
