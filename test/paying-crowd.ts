import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Program, startProgram } from '../e2e/program.ts'
import { findRunning } from '../src/kernel/database/embedded.ts'
import { admin } from '../src/kernel/testing/database.ts'
import { addPerson, addStudio, join as joinStudio, type TestPerson } from './people.ts'

const PEOPLE = 8
const EACH_HAS = 1_000_000n
const AT_ONCE = 16

/** A payment that somebody meant to make once, whatever became of the answer. */
interface Payment {
  key: string
  payer: TestPerson
  amountMinor: bigint
  acknowledged: boolean
}

/** People who pay through the running program, and keep account of what they were told. */
export class PayingCrowd {
  readonly payments: Payment[] = []
  readonly #people: TestPerson[] = []
  readonly #folder: string
  #studioId = ''

  constructor(dataDir: string) {
    this.#folder = dataDir
  }

  /** Starts the program on the same data folder as ever, without the demo world. */
  start(): Promise<Program> {
    // What runs the tests has settings of these names in its environment, for itself.
    return startProgram({ DEMO: 'false', BASE_URL: '', MODE: '' }, this.#folder)
  }

  /** The folder's own PostgreSQL. */
  async server(): Promise<{ pid: number; ownerUrl: string }> {
    const found = await findRunning(join(this.#folder, 'postgres'))
    if (!found) throw new Error('no PostgreSQL runs in the folder')
    return { pid: found.pid, ownerUrl: found.url('atelier') }
  }

  /** Makes a studio and its clients, each of whom tops up through the gateway. */
  async gather(program: Program): Promise<void> {
    const database = await this.server()
    this.#studioId = await addStudio(database, 'north')
    for (let n = 0; n < PEOPLE; n++) {
      const person = await addPerson(database, { name: `payer ${n}` })
      await joinStudio(database, this.#studioId, person, 'client')
      this.#people.push(person)
      await this.#topUp(program, person, { amountMinor: String(EACH_HAS), currency: 'RUB', returnTo: '/' })
    }
  }

  /** Everyone pays on and on; after so many answers `at` is called, while payments are under way, and they stop. */
  async payUntil(program: Program, answers: number, at: () => void): Promise<void> {
    let answered = 0
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (answered < answers) {
          const payer = this.#people[Math.floor(Math.random() * PEOPLE)]
          if (!payer) throw new Error('nobody pays')
          const amountMinor = BigInt(1 + Math.floor(Math.random() * 20))
          const payment = { key: randomUUID(), payer, amountMinor, acknowledged: false }
          this.payments.push(payment)
          if (!(await this.#pay(program, payment))) return
          if (++answered === answers) at()
        }
      }),
    )
  }

  /** Tries everything again that was not answered, and some of what was, by the same keys. */
  async retry(program: Program): Promise<void> {
    const again = this.payments.filter((payment) => !payment.acknowledged).concat(this.payments.slice(-AT_ONCE))
    const answered = await Promise.all(again.map((payment) => this.#pay(program, payment)))
    if (answered.includes(false)) throw new Error('a retry was not answered')
  }

  /** One of them withdraws: `settled` once a job has had it paid out, which tells that the workers work. */
  async withdraw(program: Program, destination = '4276550012341111'): Promise<{ settled(): Promise<boolean> }> {
    const [person] = this.#people
    if (!person) throw new Error('nobody withdraws')
    const id = randomUUID()
    const body = { amountMinor: '1', currency: 'EUR', destination }
    const path = `/api/studios/${this.#studioId}/wallets/mine/withdrawals`
    const topUp = { amountMinor: '1', currency: 'EUR', returnTo: '/' }
    await this.#topUp(program, person, topUp)
    const answer = await send(program, path, person, id, body)
    if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${await answer.text()}`)
    const { ownerUrl } = await this.server()
    return {
      settled: async () =>
        (await admin(ownerUrl, `select from withdrawals where id = $1 and state = 'paid'`, [id])).rowCount === 1,
    }
  }

  /** What the database has of the payments, beside what people know of them. */
  async account(): Promise<{
    there: string[]
    meant: string[]
    left: bigint
    right: bigint
    discrepancies: unknown[]
  }> {
    const { ownerUrl } = await this.server()
    const holds = await admin(ownerUrl, `select id from transfers where kind = 'hold' order by id`)
    const main = await admin(
      ownerUrl,
      `select sum(balance_minor)::text as left from wallets where owner_kind = 'account' and kind = 'main' and currency = 'RUB'`,
    )
    const { rows } = await admin(ownerUrl, 'select * from ledger_discrepancies()')
    const spent = this.payments.reduce((sum, payment) => sum + payment.amountMinor, 0n)
    return {
      there: holds.rows.map((row) => row.id),
      meant: this.payments.map((payment) => payment.key).sort(),
      left: BigInt(main.rows[0]?.left ?? 0),
      right: EACH_HAS * BigInt(PEOPLE) - spent,
      discrepancies: rows,
    }
  }

  async #topUp(program: Program, person: TestPerson, body: Record<string, string>): Promise<void> {
    const { paymentUrl } = await (await send(program, '/api/top-ups', person, randomUUID(), body)).json()
    const choice = new URLSearchParams({ choice: 'succeed' })
    await fetch(paymentUrl, { method: 'POST', body: choice, redirect: 'manual' })
  }

  /** Whether it was answered: an answer that is no success is a failure of the program. */
  async #pay(program: Program, payment: Payment): Promise<boolean> {
    const body = { amountMinor: String(payment.amountMinor), currency: 'RUB', note: 'crowd' }
    const path = `/api/studios/${this.#studioId}/holds`
    const answer = await send(program, path, payment.payer, payment.key, body).catch(() => undefined)
    if (answer === undefined || answer.status >= 500) return false
    if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${await answer.text()}`)
    payment.acknowledged = true
    return true
  }
}

function send(program: Program, path: string, { cookie }: TestPerson, key: string, body: unknown): Promise<Response> {
  return fetch(`${program.url}${path}`, {
    method: 'POST',
    headers: { cookie, 'idempotency-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  })
}
