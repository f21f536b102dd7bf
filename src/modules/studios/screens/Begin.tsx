import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Page } from '../../../web/ui/index.ts'

/** The first screen: what to do next in this studio, for whoever may do it. */
export default function Begin() {
  const { studio, displayName, role } = useProfile()
  const mayManage = useMay('studio.manage')
  const maySchedule = useMay('schedule.manage')
  const mayInvite = useMay('people.manage')
  const path = { studio: studio.slug }
  const resources = useQuery({
    queryKey: ['resources', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}/resources', { path }),
    enabled: maySchedule,
  })
  const list = useQuery({
    queryKey: ['price-list', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}/price-list', { path }),
    enabled: maySchedule,
  })
  const people = useQuery({
    queryKey: ['members', studio.slug, 'performers'],
    queryFn: () =>
      call('GET /api/studios/{studio}/members', { path, query: { roles: 'owner,manager,staff', limit: 100 } as never }),
    enabled: mayInvite,
  })
  const about = useQuery({
    queryKey: ['studio', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}', { path }),
    enabled: mayManage,
  })
  const { address = '', tagline = { ru: '', en: '' } } = about.data ?? {}
  return (
    <Page title={m.begin_hello({ name: displayName })}>
      <ul className="sheet list">
        {mayManage && (
          <Step
            title={m.begin_brand()}
            text={m.begin_brand_text()}
            done={address !== '' && tagline.ru + tagline.en !== ''}
          >
            <StudioLink className="btn" to="settings">
              {m.settings_title()}
            </StudioLink>
          </Step>
        )}
        {maySchedule && (
          <>
            <Step
              title={m.begin_rooms()}
              text={m.begin_rooms_text()}
              done={resources.data?.some(({ kind, weekly }) => kind === 'room' && weekly.length > 0)}
            >
              <StudioLink className="btn" to="catalogue" search={{ tab: 'resources' }}>
                {m.catalogue_resources()}
              </StudioLink>
            </Step>
            <Step
              title={m.begin_services()}
              text={m.begin_services_text()}
              done={list.data?.services.some(({ fromMinor }) => BigInt(fromMinor) > 0n)}
            >
              <StudioLink className="btn" to="catalogue">
                {m.catalogue_services()}
              </StudioLink>
            </Step>
          </>
        )}
        {mayInvite && (
          <Step title={m.begin_people()} text={m.begin_people_text()} done={(people.data?.items.length ?? 0) > 1}>
            <StudioLink className="btn" to="people">
              {m.people_invite()}
            </StudioLink>
          </Step>
        )}
        {role === 'client' ? (
          <Step title={m.begin_book()} text={m.begin_book_text()}>
            <a className="btn" href={`/s/${studio.slug}/book`}>
              {m.begin_book()}
            </a>
          </Step>
        ) : (
          <Step title={m.begin_site()} text={m.begin_site_text()}>
            <a className="btn" href={`/s/${studio.slug}/`}>
              {m.settings_look()}
            </a>
          </Step>
        )}
        <Step title={m.begin_money()} text={m.begin_money_text()}>
          <StudioLink className="btn" to="wallet">
            {m.wallet_title()}
          </StudioLink>
        </Step>
      </ul>
    </Page>
  )
}

interface StepProps {
  title: string
  text: string
  /** Whether it is done, by what the studio has. */
  done?: boolean | undefined
  children: ReactNode
}

function Step({ title, text, done = false, children }: StepProps) {
  return (
    <li className="row row--step">
      <span>
        <strong>{title}</strong>{' '}
        {done && (
          <span className="in">
            <IconCheck size={16} stroke={2} role="img" aria-label={m.begin_done()} style={{ verticalAlign: '-3px' }} />
          </span>
        )}
        <br />
        <span className="second">{text}</span>
      </span>
      {children}
    </li>
  )
}
