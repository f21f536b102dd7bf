import { Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Fragment } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Page, Pending } from '../../../web/ui/index.ts'
import classes from './notices.module.css'
import { QuietHours } from './QuietHours.tsx'
import { SETTINGS_KEY, type Settings } from './settings.ts'
import { TelegramCard } from './TelegramCard.tsx'

type Kind = Settings['kinds'][number]
type Channel = 'email' | 'telegram'

const topics: Record<Kind['topic'], () => string> = {
  bookings: m.notices_topic_bookings,
  messages: m.notices_topic_messages,
  projects: m.notices_topic_projects,
  payments: m.notices_topic_payments,
  files: m.notices_topic_files,
  team: m.notices_topic_team,
  studio: m.notices_topic_studio,
}

/** Which event arrives by which channel, quiet hours, and the Telegram link (P15, P16). */
export default function NoticeSettings() {
  const settings = useQuery({ queryKey: SETTINGS_KEY, queryFn: () => call('GET /api/notices/settings', {}) })
  return (
    <Page title={m.notices_settings_title()}>
      <p className={classes.lead}>{m.notices_settings_lead()}</p>
      {settings.data ? (
        <>
          <TelegramCard settings={settings.data} />
          <QuietHours settings={settings.data} />
          <Kinds settings={settings.data} />
        </>
      ) : (
        <Pending of={settings} rows={6} />
      )}
    </Page>
  )
}

function Kinds({ settings }: { settings: Settings }) {
  const byTopic = [...Map.groupBy(settings.kinds, (kind) => kind.topic)]
  return (
    <section className={classes.section}>
      <table className={classes.kinds}>
        <thead>
          <tr>
            <th scope="col">{m.notices_kind()}</th>
            <th scope="col" className={classes.channel}>
              {m.notices_by_email()}
            </th>
            <th scope="col" className={classes.channel}>
              {m.notices_by_telegram()}
            </th>
          </tr>
        </thead>
        <tbody>
          {byTopic.map(([topic, kinds]) => (
            <Fragment key={topic}>
              <tr>
                <th scope="rowgroup" colSpan={3} className={classes.topic}>
                  {topics[topic]()}
                </th>
              </tr>
              {kinds.map((kind) => (
                <tr key={kind.event}>
                  <td>{kind.label}</td>
                  <td className={classes.channel}>
                    <Choice kind={kind} channel="email" />
                  </td>
                  <td className={classes.channel}>
                    <Choice kind={kind} channel="telegram" disabled={settings.telegram !== 'linked'} />
                  </td>
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Shown as chosen at once; put back when the server refuses. */
function Choice({ kind, channel, disabled = false }: { kind: Kind; channel: Channel; disabled?: boolean }) {
  const queries = useQueryClient()
  const choose = useMutation({
    mutationFn: (wanted: boolean) => call('PUT /api/notices/choices', { body: { event: kind.event, channel, wanted } }),
    onSuccess: (answer) => queries.setQueryData(SETTINGS_KEY, answer),
  })
  const name = channel === 'email' ? m.notices_by_email() : m.notices_by_telegram()
  return (
    <Switch
      aria-label={m.notices_switch({ kind: kind.label, channel: name })}
      checked={choose.isPending ? choose.variables : kind.channels[channel]}
      disabled={disabled}
      onChange={(event) => choose.mutate(event.currentTarget.checked)}
    />
  )
}
