import type { ReactNode } from 'react'
import { StudioLink } from '../../../../web/app/StudioLink.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { Empty, Moment, Money, Pending } from '../../../../web/ui/index.ts'
import { inWords } from './Sessions.tsx'
import css from './today.module.css'
import { SHOWN_WAITING, type useToday } from './use-today.ts'

interface Line {
  id: string
  to: string
  kind: string
  name: string
  note: ReactNode
  figure: ReactNode
}

/** What waits for an answer of whoever looks: requests, disputes, offers, chats; each leads to its place. */
export function Waiting({ today }: { today: ReturnType<typeof useToday> }) {
  const { requests, disputes, offers, chats } = today
  const missing = [requests, disputes, offers, chats].find(
    ({ data, error, isLoading }) => isLoading || (error && !data),
  )
  if (missing) return <Pending of={missing} />
  const groups: { lines: Line[]; all: string }[] = [
    { lines: (requests.data ?? []).map(ofRequest), all: 'bookings?show=waiting' },
    { lines: (disputes.data ?? []).map(ofDispute), all: 'projects' },
    { lines: (offers.data ?? []).map(ofOffer), all: 'projects' },
    { lines: (chats.data ?? []).map(ofChat), all: 'messages' },
  ]
  if (groups.every(({ lines }) => lines.length === 0)) {
    return (
      <div className="sheet">
        <Empty title={m.today_answered()}>{m.today_answered_text()}</Empty>
      </div>
    )
  }
  return (
    <ul className="sheet list">
      {groups.flatMap(({ lines, all }) => [
        ...lines.slice(0, SHOWN_WAITING).map((line) => <Row key={line.id} line={line} />),
        ...(lines.length > SHOWN_WAITING ? [<More key={all + lines[0]?.kind} to={all} kind={lines[0]?.kind} />] : []),
      ])}
    </ul>
  )
}

type Part<Name extends 'requests' | 'disputes' | 'offers' | 'chats'> = NonNullable<
  ReturnType<typeof useToday>[Name]['data']
>[number]

function ofRequest({ id, client, title, startsAt, price }: Part<'requests'>): Line {
  return {
    ...{ id, to: `bookings/${id}`, kind: m.today_request(), name: client?.name ?? inWords(title) },
    note: (
      <>
        {client && `${inWords(title)} · `}
        <Moment at={startsAt} with="both" />
      </>
    ),
    figure: <Money value={price} short />,
  }
}

function ofDispute({ id, title, client, held }: Part<'disputes'>): Line {
  const figure = held && <Money value={held} short />
  return { id, to: `projects/${id}`, kind: m.today_dispute(), name: title, note: client.name, figure }
}

function ofOffer({ id, number, project, price, expiresAt }: Part<'offers'>): Line {
  return {
    ...{ id, to: `projects/${project.id}`, kind: m.today_offer(), name: project.title },
    note: (
      <>
        {m.offer_number({ number })} · {m.today_until()} <Moment at={expiresAt} />
      </>
    ),
    figure: <Money value={price} short />,
  }
}

function ofChat({ id, client, lastText, lastMessageAt, unread }: Part<'chats'>): Line {
  return {
    ...{ id, to: `messages/${id}`, kind: m.today_chat(), name: client.name },
    note: lastText || (lastMessageAt && <Moment at={lastMessageAt} with="both" />),
    figure: <span title={m.chat_unread({ count: unread })}>{unread > 99 ? '99+' : unread}</span>,
  }
}

function Row({ line }: { line: Line }) {
  return (
    <li>
      <StudioLink className={`row ${css.line}`} to={line.to}>
        <span className={css.kind}>{line.kind}</span>
        <span className={css.what}>
          <strong>{line.name}</strong>
          <br />
          <span className={`second ${css.note}`}>{line.note}</span>
        </span>
        <span className="row__sum">{line.figure}</span>
      </StudioLink>
    </li>
  )
}

function More({ to, kind }: { to: string; kind: string | undefined }) {
  const [path = '', show] = to.split('?show=')
  return (
    <li>
      <StudioLink className="row" to={path} {...(show ? { search: { show } } : {})}>
        <span className="label">{m.today_more({ kind: kind ?? '' })}</span>
      </StudioLink>
    </li>
  )
}
