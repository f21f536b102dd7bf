import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Name, studioWorld } from '../../../../test/studio-world.ts'
import { kernelModule } from '../../../kernel/kernel-module.ts'
import { copiedFrom } from '../../../kernel/testing/pdf-text.ts'
import { identityModule } from '../../identity/index.ts'
import { studiosModule } from '../../studios/index.ts'
import { capture, hold, ledgerModule, readHold, splitPayout, tip, topUp, type WalletOwner } from '../index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
let middle: string
const FORMULA = '=HYPERLINK("http://evil.example")'

beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, ledgerModule])
  for (let n = 0; n < 3; n++) await put(accountOf('marina'), 200n, 'top-up')
  await move('marina', 'ilya', 150n, 'Спасибо за «Ночной поезд»')
  middle = Temporal.Now.instant().toString()
  await move('marina', 'ilya', 250n, FORMULA)
  await world.system('north', (ctx) => hold(ctx, { ...about('mix'), payer: accountOf('marina'), amount: roubles(50n) }))
  await put({ kind: 'studio', id: world.studioIds.north }, 1_234_567n, 'top-up')
})
afterAll(() => world.close())

const roubles = (amountMinor: bigint) => ({ amountMinor, currency: 'RUB' as const })
const about = (note: string) => ({ transferId: randomUUID(), subject: { type: 'project', id: randomUUID() }, note })
const accountOf = (name: Name) => ({ kind: 'account', id: world.people[name].accountId }) as const
const put = (to: WalletOwner, amountMinor: bigint, note: string) =>
  world.system('north', (ctx) => topUp(ctx, { ...about(note), to, amount: roubles(amountMinor) }))
const move = (from: Name, to: Name, amountMinor: bigint, note: string) =>
  world.system('north', (ctx) =>
    tip(ctx, { ...about(note), from: accountOf(from), to: accountOf(to), amount: roubles(amountMinor) }),
  )
const ask = (as: Name, path: string) =>
  fetch(`${world.url}/api/${path}`, { headers: { cookie: world.people[as].cookie } })

interface Page {
  items: { id: string; kind: string; amount: { amountMinor: string } }[]
  next: string | null
}
const page = async (as: Name, query: string): Promise<Page> => (await ask(as, `wallets/statement?${query}`)).json()
const amounts = async (query: string) => (await page('marina', query)).items.map(({ amount }) => amount.amountMinor)

test('the history is filtered by kind, direction and time, alone and together', async () => {
  expect(await amounts('')).toEqual(['-50', '-250', '-150', '200', '200', '200'])
  expect(await amounts('kinds=tip')).toEqual(['-250', '-150'])
  expect(await amounts('direction=in')).toEqual(['200', '200', '200'])
  expect(await amounts('direction=out')).toEqual(['-50', '-250', '-150'])
  expect(await amounts(`from=${middle}`)).toEqual(['-50', '-250'])
  expect(await amounts(`to=${middle}&direction=out`)).toEqual(['-150'])
  expect(await amounts(`kinds=hold,tip&from=${middle}&direction=out`)).toEqual(['-50', '-250'])
  expect(await amounts('currency=EUR')).toEqual([])
})

test('pages follow one another without a gap or a repeat while more arrives', async () => {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const found: Page = await page('ilya', `limit=1${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...found.items.map(({ amount }) => amount.amountMinor))
    cursor = found.next
    if (seen.length === 1) await put(accountOf('ilya'), 7n, 'top-up')
  } while (cursor)
  expect(seen).toEqual(['250', '150'])
})

test('the statement as CSV has every line of the filter, and runs no formula', async () => {
  const answer = await ask('marina', `wallets/statement/export?format=csv&currency=RUB&kinds=tip`)
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="statement.csv"')
  const [head, ...lines] = (await answer.text()).trim().split('\n')
  expect(head).toMatch(/^time,kind,note,in,out,currency,balance_after,wallet,/)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain(`,tip,"'=HYPERLINK(""http://evil.example"")",,2.50,RUB,2.00,main,`)
  expect(lines[1]).toContain(',Спасибо за «Ночной поезд»,,1.50,RUB,4.50,main,')
})

test('a CSV longer than a page of the database has all of its lines once', async () => {
  const many = 1_100
  await world.system('north', async (ctx) => {
    for (let n = 0; n < many; n++) await topUp(ctx, { ...about('top-up'), to: accountOf('pavel'), amount: roubles(1n) })
  })
  const text = await (await ask('pavel', 'wallets/statement/export?format=csv&currency=RUB')).text()
  const ids = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').at(-1))
  expect([ids.length, new Set(ids).size]).toEqual([many, many])
})

test('the paper goes from the opening balance to the closing one, line by line, in Russian', async () => {
  const answer = await ask('marina', `wallets/statement/export?format=pdf&currency=RUB&from=${middle}`)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  const { text } = await copiedFrom(Buffer.from(await answer.arrayBuffer()))
  const plain = text.replace(/[\s\u00a0\u202f]+/g, ' ')
  // What was there before, 450, less 250 and 50.
  for (const written of ['Выписка по кошельку', 'Было', '4,50 ₽', '−2,50 ₽', '−0,50 ₽', 'Стало', '1,50 ₽']) {
    expect(plain).toContain(written)
  }
  expect(plain).not.toContain('Ночной поезд')
})

test('a payment that is held and then paid out is counted once, and what is held is told apart', async () => {
  const work = about('Мастеринг')
  const from = Temporal.Now.instant().toString()
  await put(accountOf('oleg'), 1_000n, 'top-up')
  await world.system('north', async (ctx) => {
    const { holdId } = await hold(ctx, { ...work, payer: accountOf('oleg'), amount: roubles(700n) })
    const legs = [{ to: { kind: 'studio', id: world.studioIds.north }, amountMinor: 500n, role: 'studio' }] as const
    await capture(ctx, { transferId: randomUUID(), hold: await readHold(ctx, holdId), legs, note: work.note })
  })
  const { items } = await (await ask('oleg', 'wallets/statement')).json()
  expect(items).toMatchObject([
    { kind: 'capture', wallet: 'held', held: { change: { amountMinor: '-500' }, after: { amountMinor: '200' } } },
    { kind: 'hold', wallet: 'main', held: { change: { amountMinor: '700' }, after: { amountMinor: '700' } } },
    { kind: 'top_up', wallet: 'main', held: null },
  ])
  const [, paidOut, held] = (
    await (await ask('oleg', 'wallets/statement/export?format=csv&currency=RUB')).text()
  ).split('\n')
  expect(paidOut).toContain(',capture,Мастеринг,,,RUB,,held,,5.00,2.00,,,,')
  expect(held).toContain(',hold,Мастеринг,,7.00,RUB,3.00,main,7.00,,7.00,,,,')
  const out = await (await ask('oleg', 'wallets/statement?direction=out')).json()
  expect(out.items).toMatchObject([{ kind: 'hold' }])

  const money = (amountMinor: string) => ({ amountMinor, currency: 'RUB' })
  expect(await (await ask('oleg', `wallets/statement/sums?currency=RUB&from=${from}`)).json()).toMatchObject({
    main: { opening: money('0'), in: money('1000'), out: money('700'), closing: money('300') },
    held: { opening: money('0'), in: money('700'), out: money('500'), closing: money('200') },
  })
  const paper = await ask('oleg', 'wallets/statement/export?format=pdf&currency=RUB')
  const { text } = await copiedFrom(Buffer.from(await paper.arrayBuffer()))
  expect(text.replace(/[\s\u00a0\u202f]+/g, ' ')).toMatch(/Было.*10,00 ₽.*−7,00 ₽.*3,00 ₽.*Удержано до приёмки.*2,00 ₽/)
  expect((await ask('marina', 'studios/north/wallets/statement/sums?currency=RUB')).status).toBe(403)
})

test('the studio’s statement is in its name, for whom it lets see its money', async () => {
  const path = 'studios/north/wallets/statement/export?format=pdf&currency=RUB'
  expect((await ask('marina', path)).status).toBe(403)
  expect((await ask('olga', path)).status).toBe(403)
  const { text } = await copiedFrom(Buffer.from(await (await ask('vera', path)).arrayBuffer()))
  expect(text.replace(/[\s\u00a0\u202f]+/g, ' ')).toMatch(/^north.*12 345,67 ₽/)
})

test('how a payment was divided is the studio’s to see; everybody else has their own line of it (R15, R18)', async () => {
  const work = about('Сведение')
  await put(accountOf('pavel'), 10_000n, 'top-up')
  const [ilya, oleg] = [world.people.ilya.accountId, world.people.oleg.accountId]
  await world.system('north', async (ctx) => {
    const { holdId } = await hold(ctx, { ...work, payer: accountOf('pavel'), amount: roubles(10_000n) })
    const { legs } = splitPayout({
      ...{ amountMinor: 10_000n, studioId: world.studioIds.north, commission: { bps: 300n, floorMinor: 0n } },
      // The same share for each, and a reason that is between the studio and one of them.
      performers: [ilya, oleg].map((accountId) => ({ accountId, bps: 3000n })),
    })
    const reasons = new Map([
      [ilya, 'своё оборудование'],
      [oleg, 'по старой дружбе'],
    ])
    const lines = legs.map(({ to, role, amountMinor }) => ({
      ...{ label: role, amountMinor: amountMinor.toString() },
      ...(role === 'commission' ? { bps: 300 } : {}),
      ...(role === 'performer' ? { accountId: to.id, bps: 3000, detail: reasons.get(to.id) ?? '' } : {}),
    }))
    const note = work.note
    await capture(ctx, {
      transferId: randomUUID(),
      hold: await readHold(ctx, holdId),
      legs,
      note,
      breakdown: { lines },
    })
  })
  const seenBy = async (as: Name, path = 'wallets/statement') =>
    (await (await ask(as, `${path}?kinds=capture`)).json()).items[0].breakdown.lines
  expect(await seenBy('pavel')).toEqual([{ label: 'paid', amountMinor: '10000' }])
  const share = { label: 'performer', amountMinor: '2910', bps: 3000 }
  expect(await seenBy('ilya')).toEqual([{ ...share, detail: 'своё оборудование' }])
  expect(await seenBy('oleg')).toEqual([{ ...share, detail: 'по старой дружбе' }])
  expect(await seenBy('vera', 'studios/north/wallets/statement')).toEqual([
    { label: 'commission', amountMinor: '300', bps: 300 },
    { ...share, detail: 'своё оборудование' },
    { ...share, detail: 'по старой дружбе' },
    { label: 'studio', amountMinor: '3880' },
  ])
  for (const as of ['pavel', 'ilya'] as const) {
    const csv = await (await ask(as, 'wallets/statement/export?format=csv&currency=RUB')).text()
    expect(csv).not.toMatch(/оборудование|дружбе|commission/)
  }
})

test('a moment in a year that there never was is refused, and breaks nothing', async () => {
  const { cookie } = world.people.marina
  for (const path of ['wallets/statement?from=0000-01-01T00:00:00Z', 'studios/north/me/earnings?before=0001-01-01']) {
    const answer = await fetch(`${world.url}/api/${path}`, { headers: { cookie } })
    expect([path, answer.status, (await answer.json()).code]).toEqual([path, 400, 'invalid_request'])
  }
})

test('a zone that cannot be counted by is refused, and an offset counts as it is written', async () => {
  const { cookie } = world.people.ilya
  const live = (zone: string) =>
    fetch(`${world.url}/api/me`, {
      method: 'PATCH',
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ zone }),
    })
  for (const zone of ['SystemV/EST5', 'US/Pacific-New', '+05:30', '2020-01-01T00:00Z[UTC]'])
    expect([zone, (await live(zone)).status]).toEqual([zone, 400])
  expect((await live('+14:00')).ok).toBe(true)
  const { account } = await (await ask('ilya', 'me')).json()
  expect(account.zone).toBe('Etc/GMT-14')
})
