import { Progress } from '@mantine/core'
import { useState } from 'react'
import { ApiProblem, call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Page } from '../../../web/ui/index.ts'
import classes from './console.module.css'

type Slice = Api['POST /api/console/chain-verifications']['answer']

/** Computes the whole hash chain again, slice by slice, and shows how far it is (P17). */
export default function ChainPage() {
  const [slice, setSlice] = useState<Slice>()
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle')
  const verify = async () => {
    setState('running')
    setSlice(undefined)
    try {
      for (let after = '0'; ; ) {
        const next = await call('POST /api/console/chain-verifications', { body: { after } })
        setSlice(next)
        if (next.done || next.broken) break
        after = next.position
      }
      setState('idle')
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setState('failed')
    }
  }
  const percent = slice ? (100 * Number(slice.position)) / Math.max(1, Number(slice.end)) : 0
  return (
    <Page title={m.console_chain_title()}>
      <p>{m.console_chain_lead()}</p>
      <button
        type="button"
        className="btn btn--ink btn--main"
        disabled={state === 'running'}
        onClick={() => void verify()}
      >
        {m.console_chain_start()}
      </button>
      <div role="status" className={classes.progress} style={{ marginTop: 20 }}>
        {state === 'running' && (
          <>
            <Progress value={percent} aria-label={m.console_chain_title()} />
            {slice && (
              <p className="second">{m.console_chain_progress({ position: slice.position, end: slice.end })}</p>
            )}
          </>
        )}
        {state === 'failed' && <p className="wrong">{m.console_failed()}</p>}
        {state === 'idle' && slice?.done && !slice.broken && (
          <p className="in">✓ {m.console_chain_holds({ position: slice.position })}</p>
        )}
        {slice?.broken && (
          <p className="wrong wrong--form">
            {m.console_chain_broken({ position: slice.broken.position, reason: slice.broken.reason })}
          </p>
        )}
      </div>
    </Page>
  )
}
