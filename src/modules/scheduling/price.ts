import { splitByWeights } from '../../kernel/money.ts'
import type { Span } from '../../kernel/time.ts'
import type { Words } from '../studios/index.ts'
import { openSpans } from './wall-hours.ts'

const WHOLE_BPS = 10_000n
const HOUR_MS = 3_600_000n

/** Who or what costs by the hour. */
export interface HourlyRate {
  label: Words
  perHourMinor: bigint
}

/** What changes the price by the hour (P10). */
export type PriceRule =
  /** Night, weekend: at these hours of these weekdays (all, when none is named) the rate is this share of itself. */
  | { kind: 'window'; label: Words; weekdays: number[]; opens: string; closes: string; bps: number }
  /** From this length on the whole costs this share of itself. */
  | { kind: 'package'; label: Words; fromMinutes: number; bps: number }

export interface Extra {
  label: Words
  priceMinor: bigint
  per: 'session' | 'hour'
  quantity: number
}

export type Tariff =
  | { kind: 'fixed'; label: Words; priceMinor: bigint }
  | { kind: 'per_track'; label: Words; priceMinor: bigint; tracks: number }
  | { kind: 'hourly'; rates: readonly HourlyRate[] }

/** A line of a price: what it is for, and how much. A discount is below zero. */
export interface PriceLine {
  label: Words
  amountMinor: bigint
  /** The rule that counted for these minutes. */
  rule?: Words
  /** The rule's share, where one counted. */
  bps?: number
  /** Minutes that the line is for, where time counted. */
  minutes?: number
}

export interface Price {
  totalMinor: bigint
  lines: PriceLine[]
}

/**
 * What a session costs (P10): the tariff, the rules on it, the extras. Time is time that passes, so a night when the
 * clocks change costs what it lasts; the windows of rules are read from the clock on the wall. Of windows that overlap
 * the dearest counts, of packages the cheapest. Whole minor units: a half is rounded up, and the lines add up exactly.
 */
export function priceOf(
  session: Span,
  zone: string,
  tariff: Tariff,
  rules: readonly PriceRule[],
  extras: readonly Extra[],
): Price {
  const lines = tariff.kind === 'hourly' ? hourlyLines(session, zone, tariff.rates, rules) : [flatLine(tariff)]
  const lasted = lasting(session)
  for (const { label, priceMinor, per, quantity } of extras) {
    const times = BigInt(quantity)
    const amountMinor = per === 'hour' ? half(priceMinor * times * lasted, HOUR_MS) : priceMinor * times
    lines.push({ label, amountMinor })
  }
  return { lines, totalMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0n) }
}

/** A share of an amount in whole minor units; a half goes to the share. */
export function shareOf(amountMinor: bigint, bps: number): bigint {
  return half(amountMinor * BigInt(bps), WHOLE_BPS)
}

function flatLine(tariff: Exclude<Tariff, { kind: 'hourly' }>): PriceLine {
  const times = tariff.kind === 'per_track' ? BigInt(tariff.tracks) : 1n
  return { label: tariff.label, amountMinor: tariff.priceMinor * times }
}

function hourlyLines(
  session: Span,
  zone: string,
  rates: readonly HourlyRate[],
  rules: readonly PriceRule[],
): PriceLine[] {
  const pieces = piecesOf(session, zone, rules)
  const weighed = rates.flatMap(({ label, perHourMinor }) =>
    pieces.map(({ rule, ms }) => ({
      line: {
        label,
        minutes: Number(ms / 60_000n),
        ...(rule ? { rule: rule.label, bps: rule.bps } : {}),
      },
      weight: perHourMinor * ms * BigInt(rule?.bps ?? WHOLE_BPS),
    })),
  )
  const sum = weighed.reduce((all, { weight }) => all + weight, 0n)
  if (sum === 0n) return weighed.slice(0, 1).map(({ line }) => ({ ...line, amountMinor: 0n }))
  const parts = splitByWeights(
    half(sum, HOUR_MS * WHOLE_BPS),
    weighed.map(({ weight }) => weight),
  )
  const lines: PriceLine[] = weighed.map(({ line }, index) => ({ ...line, amountMinor: parts[index] ?? 0n }))
  const discount = packageLine(session, lines, rules)
  return discount ? [...lines, discount] : lines
}

function packageLine(session: Span, lines: readonly PriceLine[], rules: readonly PriceRule[]): PriceLine | undefined {
  const minutes = lasting(session) / 60_000n
  const [best] = rules
    .flatMap((rule) => (rule.kind === 'package' && BigInt(rule.fromMinutes) <= minutes ? rule : []))
    .sort((a, b) => a.bps - b.bps)
  if (!best) return undefined
  const full = lines.reduce((sum, line) => sum + line.amountMinor, 0n)
  return { label: best.label, amountMinor: shareOf(full, best.bps) - full, bps: best.bps }
}

interface Window {
  label: Words
  bps: number
}

/** The session in parts, by the rule that counts in each; the parts of one rule are taken together. */
function piecesOf(session: Span, zone: string, rules: readonly PriceRule[]): { rule?: Window; ms: bigint }[] {
  const windows = rules.flatMap((rule) => {
    if (rule.kind !== 'window') return []
    const weekdays = rule.weekdays.length > 0 ? rule.weekdays : [1, 2, 3, 4, 5, 6, 7]
    const weekly = weekdays.map((weekday) => ({ weekday, opens: rule.opens, closes: rule.closes }))
    const spans = openSpans({ zone, weekly, exceptions: [] }, session)
    return { rule, spans: spans.map(({ start, end }) => [start.epochMilliseconds, end.epochMilliseconds] as const) }
  })
  const edges = [
    ...new Set([
      session.start.epochMilliseconds,
      session.end.epochMilliseconds,
      ...windows.flatMap(({ spans }) => spans.flat()),
    ]),
  ].sort((a, b) => a - b)
  const pieces = new Map<Window | undefined, bigint>()
  for (const [index, start] of edges.entries()) {
    const end = edges[index + 1]
    if (end === undefined) break
    const [rule] = windows
      .filter(({ spans }) => spans.some(([from, until]) => from <= start && end <= until))
      .map((window) => window.rule)
      .sort((a, b) => b.bps - a.bps)
    pieces.set(rule, (pieces.get(rule) ?? 0n) + BigInt(end - start))
  }
  return [...pieces].map(([rule, ms]) => ({ ms, ...(rule ? { rule } : {}) }))
}

function lasting({ start, end }: Span): bigint {
  return BigInt(end.epochMilliseconds - start.epochMilliseconds)
}

/** A quotient of non-negative whole numbers, rounded half up. */
function half(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}
