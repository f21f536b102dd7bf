import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, call, type FieldProblem } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Confirm, Field, Form, Money, shareText, toast } from '../../../web/ui/index.ts'
import { majorOf, minorOf } from '../../../web/ui/typed-amount.ts'
import classes from './commission.module.css'
import type { Terms } from './commission-words.ts'

const CURRENCIES = ['RUB', 'USD', 'EUR'] as const
type Currency = (typeof CURRENCIES)[number]
type Typed = Record<'share' | Currency, string>
type Wanted = { bps: number } & Record<Currency, string>
type Example = Api['GET /api/console/commission-terms/examples']['answer'][number]

const MOST_BPS = 10_000n
const MOST_FLOOR_MINOR = 1_000_000n
/** Long enough to type a number in: every question to the API is an entry in the audit log. */
const TYPING_MS = 400

/** Other terms: the fields, beside them what a purchase would give the platform, and the button after that (R15). */
export function SetCommission({ inForce }: { inForce: Terms }) {
  const queries = useQueryClient()
  const [typed, setTyped] = useState(() => typedOf(inForce))
  const [settled] = useDebouncedValue(typed, TYPING_MS)
  const [asked, setAsked] = useState<{ wanted: Wanted; reason: string; examples: readonly Example[] }>()
  const seen = wantedOf(settled)
  const examples = useQuery({
    ...examplesOf(seen ?? { bps: inForce.bps, ...zeros }),
    enabled: seen !== undefined,
    placeholderData: keepPreviousData,
  })
  const set = (name: keyof Typed) => (value: string) => setTyped((before) => ({ ...before, [name]: value }))

  async function ask({ reason = '' }: Record<string, string>): Promise<void> {
    const wrong = wrongOf(typed, reason)
    const wanted = wantedOf(typed)
    if (wrong.length > 0 || !wanted) throw new ApiProblem(422, { title: m.commission_check(), fields: wrong })
    setAsked({ wanted, reason: reason.trim(), examples: await queries.fetchQuery(examplesOf(wanted)) })
  }

  return (
    <section className={`sheet sheet--padded ${classes.set}`} aria-label={m.commission_set_title()}>
      <h2>{m.commission_set_title()}</h2>
      <Form submit={m.commission_next()} onSubmit={ask}>
        <Field
          name="share"
          label={m.commission_share()}
          hint={m.commission_share_hint()}
          value={typed.share}
          onChange={set('share')}
        />
        <div className={classes.floors}>
          {CURRENCIES.map((currency) => (
            <Field
              key={currency}
              name={currency}
              label={m.commission_floor({ currency })}
              value={typed[currency]}
              onChange={set(currency)}
            />
          ))}
        </div>
        <Field name="reason" label={m.commission_reason()} hint={m.commission_reason_hint()}>
          {(id, invalid) => (
            <textarea id={id} name="reason" maxLength={1000} aria-invalid={invalid} aria-describedby={`${id}-note`} />
          )}
        </Field>
      </Form>
      <Examples
        examples={examples.data ?? []}
        stale={wantedOf(typed) === undefined || typed !== settled || examples.isPlaceholderData}
        wrong={wantedOf(typed) === undefined}
      />
      {asked && (
        <Confirm
          title={m.commission_confirm({ share: shareText(asked.wanted.bps) })}
          consequences={asked.examples.map(({ price, inForce: now, wanted }) => ({
            label: m.commission_confirm_line({ price: amountText(price, { short: true }) }),
            figure: (
              <>
                {now.amountMinor !== wanted.amountMinor && (
                  <span className="second">
                    <s>
                      <Money value={now} />
                    </s>{' '}
                  </span>
                )}
                <Money value={wanted} />
              </>
            ),
            strong: now.amountMinor !== wanted.amountMinor,
          }))}
          note={m.commission_confirm_note()}
          deed={m.commission_deed({ share: shareText(asked.wanted.bps) })}
          onConfirm={async (key) => {
            const { bps, ...floors } = asked.wanted
            const body = { replaces: inForce.id, bps, floors, reason: asked.reason }
            await call('POST /api/console/commission-terms', { body, key })
            toast(m.commission_done({ share: shareText(bps) }))
            await queries.invalidateQueries({ queryKey: ['console', 'commission'] })
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  )
}

function Examples({ examples, stale, wrong }: { examples: readonly Example[]; stale: boolean; wrong: boolean }) {
  return (
    <div aria-live="polite">
      <table className={`${classes.examples} ${stale ? classes.stale : ''}`}>
        <caption className="label">{m.commission_examples()}</caption>
        <thead>
          <tr>
            <th scope="col">{m.commission_price()}</th>
            <th scope="col">{m.commission_now()}</th>
            <th scope="col">{m.commission_then()}</th>
          </tr>
        </thead>
        <tbody>
          {examples.map(({ price, inForce, wanted }) => (
            <tr key={`${price.amountMinor} ${price.currency}`}>
              <th scope="row">{amountText(price, { short: true })}</th>
              <td>
                <Money value={inForce} />
              </td>
              <td className={inForce.amountMinor === wanted.amountMinor ? '' : classes.changed}>
                <Money value={wanted} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {wrong && <p className="second">{m.commission_examples_wrong()}</p>}
    </div>
  )
}

const zeros: Record<Currency, string> = { RUB: '0', USD: '0', EUR: '0' }

function examplesOf(wanted: Wanted) {
  return queryOptions({
    queryKey: ['console', 'commission', 'examples', wanted],
    queryFn: () => call('GET /api/console/commission-terms/examples', { query: wanted }),
  })
}

function typedOf({ bps, floors }: Terms): Typed {
  const floor = (currency: Currency) => majorOf(floors.find((one) => one.currency === currency)?.amountMinor ?? '0')
  // Hundredths of a percent are to a percent what kopecks are to a rouble.
  return { share: majorOf(String(bps)), RUB: floor('RUB'), USD: floor('USD'), EUR: floor('EUR') }
}

/** A number from nothing to the most, in hundredths; undefined where it is none. */
function within(typed: string, most: bigint): string | undefined {
  const minor = minorOf(typed.replace('%', ''))
  return /^\d+$/.test(minor) && BigInt(minor) <= most ? BigInt(minor).toString() : undefined
}

function wantedOf(typed: Typed): Wanted | undefined {
  const bps = within(typed.share, MOST_BPS)
  const [RUB, USD, EUR] = CURRENCIES.map((currency) => within(typed[currency], MOST_FLOOR_MINOR))
  if (bps === undefined || RUB === undefined || USD === undefined || EUR === undefined) return undefined
  return { bps: Number(bps), RUB, USD, EUR }
}

function wrongOf(typed: Typed, reason: string): FieldProblem[] {
  const wrong = (name: string, message: string) => ({ pointer: `/${name}`, code: 'invalid', message })
  return [
    ...(within(typed.share, MOST_BPS) === undefined ? [wrong('share', m.commission_share_wrong())] : []),
    ...CURRENCIES.flatMap((currency) => {
      if (within(typed[currency], MOST_FLOOR_MINOR) !== undefined) return []
      const most = amountText({ amountMinor: MOST_FLOOR_MINOR, currency }, { short: true })
      return [wrong(currency, m.commission_floor_wrong({ most }))]
    }),
    ...(reason.trim() === '' ? [wrong('reason', m.commission_reason_needed())] : []),
  ]
}
