import { useProfile } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { Page, useListAddress } from '../../../../web/ui/index.ts'
import { Additions } from './Additions.tsx'
import { Resources } from './Resources.tsx'
import { Services } from './Services.tsx'
import { Terms } from './Terms.tsx'

const TABS = ['services', 'resources', 'additions', 'terms'] as const

/** What the studio offers, with what and whom, for how much, and on what terms it takes bookings (P10, P11, R5). */
export default function CataloguePage() {
  const { studio } = useProfile()
  const address = useListAddress()
  const tab = TABS.find((one) => one === address.chosen('tab')) ?? 'services'
  const names = {
    services: m.catalogue_services,
    resources: m.catalogue_resources,
    additions: m.catalogue_additions,
    terms: m.catalogue_terms,
  }
  return (
    <Page
      title={m.catalogue_title()}
      actions={
        <a className="btn" href={`/s/${studio.slug}/book`}>
          {m.catalogue_look()}
        </a>
      }
    >
      <div className="chips" style={{ marginTop: 0, marginBottom: 16 }}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={one === tab}
            onClick={() => address.set({ tab: one === 'services' ? '' : one, open: '' })}
          >
            {names[one]()}
          </button>
        ))}
      </div>
      {tab === 'services' && <Services />}
      {tab === 'resources' && <Resources />}
      {tab === 'additions' && <Additions />}
      {tab === 'terms' && <Terms />}
    </Page>
  )
}
