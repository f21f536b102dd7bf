import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import classes from './notices.module.css'
import { WebhookLog } from './WebhookLog.tsx'

type Webhook = Api['GET /api/studios/{studio}/webhooks']['answer']['items'][number]

const states = { active: m.webhooks_active, paused: m.webhooks_paused, gone: m.webhooks_gone }

/** One webhook: its state, its secret, its log. */
export function WebhookCard({ studio, webhook }: { studio: string; webhook: Webhook }) {
  const queries = useQueryClient()
  const [shown, setShown] = useState<'nothing' | 'secret' | 'log'>('nothing')
  const path = { studio, webhook: webhook.id }
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['webhooks', studio] })
  const change = useMutation({
    mutationFn: (body: { state?: 'active' | 'paused'; newSecret?: boolean }) =>
      call('PATCH /api/studios/{studio}/webhooks/{webhook}', { path, body }),
    onSuccess,
  })
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/studios/{studio}/webhooks/{webhook}', { path }),
    onSuccess,
  })
  const toggle = (what: 'secret' | 'log') => setShown((now) => (now === what ? 'nothing' : what))
  const failed = change.error ?? remove.error
  return (
    <section className={classes.webhook} aria-label={webhook.url}>
      <div className={classes.row}>
        <h3>{webhook.url}</h3>
        <span className="tag">{states[webhook.state]()}</span>
      </div>
      <p className={classes.lead}>{webhook.events.join(', ') || m.webhooks_events_all()}</p>
      <div className={classes.row}>
        <button type="button" className="btn" onClick={() => toggle('log')} aria-expanded={shown === 'log'}>
          {m.webhooks_log()}
        </button>
        <button type="button" className="btn" onClick={() => toggle('secret')} aria-expanded={shown === 'secret'}>
          {m.webhooks_secret_show()}
        </button>
        <button
          type="button"
          className="btn"
          disabled={change.isPending}
          onClick={() => change.mutate({ state: webhook.state === 'active' ? 'paused' : 'active' })}
        >
          {webhook.state === 'active' ? m.webhooks_pause() : m.webhooks_resume()}
        </button>
        <button type="button" className="btn" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {m.webhooks_remove()}
        </button>
      </div>
      {failed && (
        <p className="wrong wrong--form" role="alert">
          {failed.message}
        </p>
      )}
      {shown === 'secret' && (
        <div className={classes.row}>
          <code className={classes.secret}>{webhook.secret}</code>
          <button type="button" className="btn" onClick={() => change.mutate({ newSecret: true })}>
            {m.webhooks_secret_new()}
          </button>
        </div>
      )}
      {shown === 'log' && <WebhookLog studio={studio} webhook={webhook.id} />}
    </section>
  )
}
