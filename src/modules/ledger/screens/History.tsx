import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty, Failed } from '../../../web/ui/index.ts'
import { Line } from './Line.tsx'

type Statement = Api['GET /api/wallets/statement']['answer']

/** Every movement of a wallet, page by page; the day stands at its first line only (R13). */
export function History({ lines }: { lines: UseInfiniteQueryResult<InfiniteData<Statement>> }) {
  const rows = lines.data?.pages.flatMap((page) => page.items)
  return (
    <>
      <section className="sheet" aria-label={m.wallet_history()}>
        {lines.error && !rows ? (
          <Failed error={lines.error} again={lines.refetch} />
        ) : !rows ? (
          <Bones />
        ) : rows.length === 0 ? (
          <Empty title={m.wallet_empty()}>{m.wallet_empty_text()}</Empty>
        ) : (
          <ul className="list">
            {rows.map((line, index) => (
              <Line key={line.id} line={line} newDay={dayOf(line) !== dayOf(rows[index - 1])} />
            ))}
          </ul>
        )}
      </section>
      {lines.hasNextPage && (
        <button type="button" className="btn" onClick={() => lines.fetchNextPage()} disabled={lines.isFetching}>
          {m.app_more()}
        </button>
      )}
    </>
  )
}

/** The day of a line where one reads it; nothing for no line. */
function dayOf(line: Statement['items'][number] | undefined): string {
  return line ? new Date(line.occurredAt).toDateString() : ''
}
