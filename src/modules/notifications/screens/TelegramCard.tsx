import { Loader } from '@mantine/core'
import { IconBrandTelegram } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import classes from './notices.module.css'
import { SETTINGS_KEY, type Settings } from './settings.ts'

/** How often it asks whether the chat is linked, while a link is open. */
const ASK_MS = 2000

/** Links a Telegram chat by a one-time deep link, or takes it off (P15). */
export function TelegramCard({ settings }: { settings: Settings }) {
  const queries = useQueryClient()
  const link = useMutation({ mutationFn: () => call('POST /api/notices/telegram-links', {}) })
  const unlink = useMutation({
    mutationFn: () => call('DELETE /api/notices/telegram-link', {}),
    onSuccess: (answer) => {
      link.reset()
      queries.setQueryData(SETTINGS_KEY, answer)
    },
  })
  const isWaiting = link.isSuccess && settings.telegram === 'unlinked'
  useQuery({
    queryKey: SETTINGS_KEY,
    queryFn: () => call('GET /api/notices/settings', {}),
    refetchInterval: isWaiting ? ASK_MS : false,
  })
  const failed = link.error ?? unlink.error
  return (
    <section className={classes.section}>
      <h2>{m.notices_telegram_title()}</h2>
      {settings.telegram === 'off' && <p className={classes.lead}>{m.notices_telegram_off()}</p>}
      {settings.telegram === 'linked' && (
        <div className={classes.row}>
          <p className={classes.lead}>{m.notices_telegram_linked()}</p>
          <button type="button" className="btn" disabled={unlink.isPending} onClick={() => unlink.mutate()}>
            {m.notices_telegram_unlink()}
          </button>
        </div>
      )}
      {settings.telegram === 'unlinked' && (
        <>
          <p className={classes.lead}>{m.notices_telegram_unlinked()}</p>
          {link.data ? (
            <div className={classes.row}>
              <a className="btn btn--ink" href={link.data.url} target="_blank" rel="noopener">
                <IconBrandTelegram stroke={1.7} size={18} aria-hidden />
                {m.notices_telegram_open()}
              </a>
              <span role="status">
                <Loader size="xs" /> {m.notices_telegram_waiting()}
              </span>
            </div>
          ) : (
            <button type="button" className="btn" disabled={link.isPending} onClick={() => link.mutate()}>
              {m.notices_telegram_link()}
            </button>
          )}
        </>
      )}
      {failed && (
        <p className="wrong wrong--form" role="alert">
          {failed.message}
        </p>
      )}
    </section>
  )
}
