import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Empty, Moment } from '../../../web/ui/index.ts'
import classes from './console.module.css'
import { SearchedList } from './SearchedList.tsx'

const sources = { registration: m.console_lead_registration, site: m.console_lead_site }

/** Who may become an owner, and whether they have (P1, P20). */
export default function LeadsPage() {
  return (
    <SearchedList
      name="leads"
      title={m.console_leads()}
      fetchPage={(query) => call('GET /api/console/leads', { query })}
      nothing={<Empty title={m.console_no_leads()}>{m.console_no_leads_text()}</Empty>}
      row={(lead) => (
        <>
          <div>
            <a className={classes.open} href={`mailto:${lead.email}`}>
              {lead.email}
            </a>{' '}
            {lead.state === 'won' && <span className="tag">{m.console_lead_won()}</span>}
            <p className="second">{[lead.name, sources[lead.source]()].filter(Boolean).join(' · ')}</p>
          </div>
          <Moment at={lead.createdAt} />
        </>
      )}
    />
  )
}
