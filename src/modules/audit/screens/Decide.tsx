import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { ApiProblem, call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Bones, Confirm, Field, Form, Money, toast } from '../../../web/ui/index.ts'
import { figuresOf, Parts } from './Decided.tsx'
import classes from './dispute.module.css'
import { type Dispute, partName, type Share, WHOLE_BPS } from './dispute-words.ts'

type Choice = 'release' | 'refund' | 'split'

/** Long enough to type a number in: every question to the API is an entry in the audit log. */
const TYPING_MS = 400

/** The decision: what each side gets by each of the three, the reason, and the button after them (R12). */
export function Decide({ dispute }: { dispute: Dispute }) {
  const queries = useQueryClient()
  const [choice, setChoice] = useState<Choice>('release')
  const [typed, setTyped] = useState('50')
  const [settledTyping] = useDebouncedValue(typed, TYPING_MS)
  const [asked, setAsked] = useState<{ note: string; share: Share }>()
  const splitBps = bpsOf(settledTyping)
  const figures = useQuery({
    ...figuresOf(dispute.id, splitBps ?? WHOLE_BPS / 2),
    placeholderData: keepPreviousData,
  })
  const bpsOfChoice = { release: 0, refund: WHOLE_BPS, split: bpsOf(typed) }[choice]
  const share = (bps: number | undefined) => figures.data?.find((one) => one.clientBps === bps)
  const held = dispute.disputed.length > 0

  async function ask({ note = '' }: Record<string, string>): Promise<void> {
    if (bpsOfChoice === undefined) throw wrong('share', m.disputes_share_wrong())
    if (note.trim() === '') throw wrong('note', m.disputes_note_needed())
    const known = share(bpsOfChoice) ?? (await queries.fetchQuery(figuresOf(dispute.id, bpsOfChoice))).at(-1)
    if (known) setAsked({ note: note.trim(), share: known })
  }

  return (
    <div className={classes.decide}>
      <section aria-label={m.disputes_held()}>
        <div className="label">{m.disputes_held()}</div>
        {dispute.disputed.map((sum) => (
          <Money key={sum.currency} value={sum} sum short />
        ))}
        {!held && <p className="second">{m.disputes_nothing_held()}</p>}
      </section>
      {figures.isPending && <Bones rows={3} />}
      {figures.error && (
        <p className="wrong wrong--form" role="alert">
          {figures.error.message}
        </p>
      )}
      {figures.data && (
        <Form submit={m.disputes_decide()} onSubmit={ask}>
          <fieldset className={classes.choices}>
            <legend>{m.disputes_decision()}</legend>
            <Option
              value="release"
              title={m.disputes_release()}
              lead={m.disputes_release_lead()}
              chosen={choice}
              onChoose={setChoice}
              share={share(0)}
            />
            <Option
              value="refund"
              title={m.disputes_refund()}
              lead={m.disputes_refund_lead()}
              chosen={choice}
              onChoose={setChoice}
              share={share(WHOLE_BPS)}
            />
            <Option
              value="split"
              title={m.disputes_split()}
              lead={m.disputes_split_lead()}
              chosen={choice}
              onChoose={setChoice}
              share={share(splitBps)}
            >
              <Field name="share" label={m.disputes_share()}>
                {(id, invalid) => (
                  <input
                    id={id}
                    name="share"
                    inputMode="decimal"
                    value={typed}
                    aria-invalid={invalid || bpsOf(typed) === undefined}
                    aria-describedby={`${id}-note`}
                    onFocus={() => setChoice('split')}
                    onChange={(event) => setTyped(event.currentTarget.value)}
                  />
                )}
              </Field>
            </Option>
          </fieldset>
          <Field name="note" label={m.disputes_note()} hint={m.disputes_note_hint()}>
            {(id, invalid) => (
              <textarea id={id} name="note" maxLength={4000} aria-invalid={invalid} aria-describedby={`${id}-note`} />
            )}
          </Field>
        </Form>
      )}
      {asked && (
        <Confirm
          title={m.disputes_confirm({ title: dispute.title })}
          consequences={asked.share.parts.map((part) => ({
            label: partName(part),
            figure: <Money value={part.amount} />,
            strong: part.role === 'client',
          }))}
          note={held ? m.disputes_confirm_note() : m.disputes_nothing_held()}
          deed={deedOf(asked.share)}
          ends
          onConfirm={async (key) => {
            await call('POST /api/studios/{studio}/projects/{project}/dispute-decision', {
              path: { studio: dispute.studio.id, project: dispute.projectId },
              body: { clientBps: asked.share.clientBps, note: asked.note },
              key,
            })
            toast(m.disputes_done())
            await queries.invalidateQueries({ queryKey: ['console'] })
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  )
}

interface OptionProps {
  value: Choice
  title: string
  lead: string
  chosen: Choice
  onChoose: (choice: Choice) => void
  share: Share | undefined
  children?: ReactNode
}

function Option({ value, title, lead, chosen, onChoose, share, children }: OptionProps) {
  const id = useId()
  return (
    <div className={classes.choice} data-chosen={chosen === value}>
      <label>
        <input
          type="radio"
          name="choice"
          value={value}
          checked={chosen === value}
          aria-describedby={`${id}-lead ${id}-parts`}
          onChange={() => onChoose(value)}
        />
        <strong>{title}</strong>
      </label>
      <p id={`${id}-lead`} className="second">
        {lead}
      </p>
      {children}
      <div id={`${id}-parts`}>{share && <Parts share={share} />}</div>
    </div>
  )
}

function deedOf({ clientBps, parts }: Share): string {
  if (parts.length === 0) return m.disputes_deed_nothing()
  const back = parts.filter((part) => part.role === 'client')
  if (clientBps === 0) return m.disputes_deed_release({ amount: sumText(parts) })
  if (clientBps === WHOLE_BPS) return m.disputes_deed_refund({ amount: sumText(back) })
  return m.disputes_deed_split({ amount: sumText(back) })
}

function sumText(parts: Share['parts']): string {
  const sums = new Map<string, bigint>()
  for (const { amount } of parts) {
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + BigInt(amount.amountMinor))
  }
  return [...sums]
    .map(([currency, sum]) => amountText({ currency, amountMinor: String(sum) }, { short: true }))
    .join(' + ')
}

/** A share typed in percent, in hundredths of a percent; nothing where it is none, or all, or no number. */
function bpsOf(typed: string): number | undefined {
  const text = typed.replace(/[\s\u00a0\u202f%]/g, '').replace(',', '.')
  if (!/^\d{1,3}(\.\d+)?$/.test(text)) return undefined
  const bps = Math.round(Number(text) * 100)
  return bps > 0 && bps < WHOLE_BPS ? bps : undefined
}

function wrong(field: string, message: string): ApiProblem {
  return new ApiProblem(422, { title: message, fields: [{ pointer: `/${field}`, code: 'invalid', message }] })
}
