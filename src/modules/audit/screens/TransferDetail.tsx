import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Money } from '../../../web/ui/index.ts'
import { kindName, roleName } from '../../ledger/screens/index.ts'
import classes from './console.module.css'
import { exactTime } from './EventTable.tsx'
import { ownerName } from './MoneyTabs.tsx'
import { RefundButton } from './RefundButton.tsx'

/** One transfer: what for, and the lines that add up to nothing. */
export function TransferDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const found = useQuery({
    queryKey: ['console', 'transfer', id],
    queryFn: () => call('GET /api/console/transfers/{transfer}', { path: { transfer: id } }),
  })
  const transfer = found.data
  return (
    <aside className={`sheet ${classes.detail}`} aria-label={transfer?.note ?? id}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={m.console_close()}
        onClick={onClose}
        style={{ float: 'right' }}
      >
        <IconX stroke={1.7} size={18} />
      </ActionIcon>
      {!transfer && <Bones rows={3} />}
      {transfer && (
        <>
          <h2>{transfer.note}</h2>
          <p className="second">
            {kindName(transfer.kind)} · {exactTime(transfer.occurredAt)}
          </p>
          <h3>{m.console_postings()}</h3>
          <table className={classes.changes}>
            <tbody>
              {transfer.postings.map((posting) => (
                <tr key={`${posting.walletId} ${posting.role}`}>
                  <td>
                    {ownerName(posting)} <span className="second">{roleName(posting.role)}</span>
                  </td>
                  <td className={classes.when}>
                    <Money value={posting.amount} movement />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {transfer.kind === 'capture' && transfer.holdId && (
            <div className={classes.below}>
              <RefundButton holdId={transfer.holdId} note={transfer.note} />
            </div>
          )}
          <p className={classes.hash}>{transfer.id}</p>
        </>
      )}
    </aside>
  )
}
