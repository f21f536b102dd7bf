import type { ReactNode } from 'react'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Page } from '../../../web/ui/index.ts'

/** The first screen: what to do next in this studio, for whoever may do it. */
export default function Begin() {
  const { studio, displayName } = useProfile()
  const mayManage = useMay('studio.manage')
  const maySchedule = useMay('schedule.manage')
  const mayInvite = useMay('people.manage')
  return (
    <Page title={m.begin_hello({ name: displayName })}>
      <ul className="sheet list">
        {mayManage && (
          <Step title={m.begin_brand()} text={m.begin_brand_text()}>
            <StudioLink className="btn" to="settings">
              {m.settings_title()}
            </StudioLink>
          </Step>
        )}
        {maySchedule && (
          <>
            <Step title={m.begin_rooms()} text={m.begin_rooms_text()}>
              <StudioLink className="btn" to="catalogue" search={{ tab: 'resources' }}>
                {m.catalogue_resources()}
              </StudioLink>
            </Step>
            <Step title={m.begin_services()} text={m.begin_services_text()}>
              <StudioLink className="btn" to="catalogue">
                {m.catalogue_services()}
              </StudioLink>
            </Step>
          </>
        )}
        {mayInvite && (
          <Step title={m.begin_people()} text={m.begin_people_text()}>
            <StudioLink className="btn" to="people">
              {m.people_invite()}
            </StudioLink>
          </Step>
        )}
        <Step title={m.begin_site()} text={m.begin_site_text()}>
          <a className="btn" href={`/s/${studio.slug}/`}>
            {m.settings_look()}
          </a>
        </Step>
        <Step title={m.begin_money()} text={m.begin_money_text()}>
          <StudioLink className="btn" to="wallet">
            {m.wallet_title()}
          </StudioLink>
        </Step>
      </ul>
    </Page>
  )
}

function Step({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <li className="row">
      <span>
        <strong>{title}</strong>
        <br />
        <span className="second">{text}</span>
      </span>
      {children}
    </li>
  )
}
