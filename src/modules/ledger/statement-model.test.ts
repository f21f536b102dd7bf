import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, Ctx } from '../../kernel/context.ts'
import type { Currency } from '../../kernel/money.ts'
import { Problem } from '../../kernel/problem.ts'
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import type { Command } from './command.ts'
import { deedsArbitrary, newWorld, type Step, stepOf, type World } from './model-commands-for-tests.ts'
import { post } from './post.ts'
import { statement, statementSums } from './read.ts'
import { refund } from './refund.ts'
import { statementCsv } from './statement-csv.ts'
import { statementFacts } from './statement-paper.ts'
import type { WalletOwner } from './wallet.ts'

const RUNS = 12
const COMMANDS = 60
/** Fewer than a history has: the pages of a CSV follow one another. */
const PAGE = 7

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ connections: 8 })
})
afterAll(() => database.close())

test('after any commands a statement’s sums are the change of the balance, in each wallet and for any time', async () => {
  const property = fc.asyncProperty(deedsArbitrary(COMMANDS), async (deeds) => {
    const world = newWorld()
    const take = async (from: number, to?: number) => {
      for (const deed of deeds.slice(from, to)) {
        const step = stepOf(world, deed)
        if (step) await carryOut(world, step)
      }
    }
    await take(0, COMMANDS / 2)
    const [middle, before] = [Temporal.Now.instant(), new Map(world.model.balances)]
    await take(COMMANDS / 2)
    const after = new Map(world.model.balances)
    const nothing = new Map<string, bigint>()
    for (const owner of world.payers) {
      for (const currency of ['RUB', 'USD'] as const) {
        await compare(world, owner, currency, { opening: nothing, closing: after })
        await compare(world, owner, currency, { opening: nothing, closing: before, to: middle })
        await compare(world, owner, currency, { opening: before, closing: after, from: middle })
      }
    }
  })
  await fc.assert(property, { numRuns: RUNS })
}, 150_000)

async function carryOut(world: World, step: Step): Promise<void> {
  if ('refund' in step) {
    if (world.model.refund(step.refund) === 'applied') world.refunded.push(step.refund)
    await asked(world, (ctx) => refund(ctx, step.refund))
    return
  }
  for (const command of step.post) {
    note(world, command, world.model.apply(command) === 'applied')
    await asked(world, (ctx) => post(ctx, [command]))
  }
}

function note(world: World, command: Command, applied: boolean): void {
  world.posted.push(command)
  const { transferId, open, subject } = command
  if (applied && open)
    world.holds.push({ ...open, id: transferId, subject, capturedMinor: 0n, releasedMinor: 0n, refundedMinor: 0n })
}

function asked<T>(world: World, run: (ctx: Ctx) => Promise<T>, actor: Actor = { kind: 'system' }) {
  const scope = { studioId: world.studioId, actor, request: { id: 'model' } }
  return database.transaction(scope, run).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error
  })
}

interface Period {
  opening: ReadonlyMap<string, bigint>
  closing: ReadonlyMap<string, bigint>
  from?: Temporal.Instant
  to?: Temporal.Instant
}

async function compare(world: World, owner: WalletOwner, currency: Currency, period: Period): Promise<void> {
  const { opening, closing, from, to } = period
  const actor: Actor = owner.kind === 'account' ? { kind: 'account', accountId: owner.id } : { kind: 'system' }
  const read = <T>(run: (ctx: Ctx) => Promise<T>) => asked(world, run, actor) as Promise<T>
  const asIn = (balances: ReadonlyMap<string, bigint>, kind: string) =>
    balances.get([owner.kind, owner.id, kind, currency].join(' ')) ?? 0n
  const changeOf = (kind: string) => asIn(closing, kind) - asIn(opening, kind)

  const pages = (cursor?: string) => read((ctx) => statement(ctx, owner, { currency, from, to, cursor, limit: PAGE }))
  const csv = columnsOf(await text(statementCsv(pages)))
  const change = [csv('in') - csv('out'), csv('held_in') - csv('held_out'), csv('owed_in') - csv('owed_out')]
  expect(change).toEqual([changeOf('main'), changeOf('held'), -changeOf('receivable')])

  const sums = await read((ctx) => statementSums(ctx, owner, { currency, from, to }))
  for (const kind of ['main', 'held', 'receivable'] as const) {
    expect([sums[kind].openingMinor, sums[kind].closingMinor]).toEqual([asIn(opening, kind), asIn(closing, kind)])
  }
  expect([sums.main.inMinor, sums.main.outMinor]).toEqual([csv('in'), csv('out')])
  const paper = { currency, from, to, locale: 'ru', zone: 'UTC', name: '' } as const
  for (const part of (await read((ctx) => statementFacts(ctx, owner, paper))).parts) {
    const last = part.lines.at(-1)?.balanceMinor ?? part.openingMinor
    expect([part.closingMinor, last]).toEqual([asIn(closing, part.wallet), asIn(closing, part.wallet)])
  }
}

/** The sum of a column, in minor units. No cell of these lines has a comma in it. */
function columnsOf(csv: string): (name: string) => bigint {
  const [head = '', ...lines] = csv.replace('\ufeff', '').trim().split('\n')
  const names = head.split(',')
  return (name) => {
    const at = names.indexOf(name)
    if (at < 0) throw new Error(`there is no column ${name}`)
    return lines.reduce((sum, line) => sum + BigInt((line.split(',')[at] || '0').replace('.', '')), 0n)
  }
}
