import { MultiSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Field, Form, Page } from '../../../web/ui/index.ts'
import classes from './notices.module.css'
import { WebhookCard } from './WebhookCard.tsx'

/** Where the studio's own programs are told of its events (P16). */
export default function Webhooks() {
  const studio = useProfile().studio.slug
  const queries = useQueryClient()
  const [events, setEvents] = useState<string[]>([])
  const key = ['webhooks', studio]
  const webhooks = useQuery({
    queryKey: key,
    queryFn: () => call('GET /api/studios/{studio}/webhooks', { path: { studio } }),
  })
  const add = async (values: Record<string, string>) => {
    const body = { url: values.url ?? '', events, state: 'active' } as const
    await call('POST /api/studios/{studio}/webhooks', { path: { studio }, body })
    await queries.invalidateQueries({ queryKey: key })
  }
  return (
    <Page title={m.webhooks_title()}>
      <p className={classes.lead}>{m.webhooks_lead()}</p>
      <Form onSubmit={add} submit={m.webhooks_add()}>
        <Field name="url" type="url" label={m.webhooks_url()} />
        <MultiSelect
          searchable
          label={m.webhooks_events()}
          placeholder={events.length === 0 ? m.webhooks_events_all() : ''}
          data={webhooks.data?.kinds ?? []}
          value={events}
          onChange={setEvents}
        />
      </Form>
      {webhooks.isPending && <Bones rows={2} />}
      {webhooks.isError && (
        <p className="wrong wrong--form" role="alert">
          {webhooks.error.message}
        </p>
      )}
      {webhooks.data?.items.map((webhook) => (
        <WebhookCard key={webhook.id} studio={studio} webhook={webhook} />
      ))}
    </Page>
  )
}
