import { join } from 'node:path'
import pg from 'pg'
import { findRunning } from '../src/kernel/database/embedded.ts'

/**
 * Days pass for a studio's subscription, behind the program's back: what is due moves into the past. Then the hourly job
 * is asked for, and the program's own worker does the rest.
 */
export async function daysPass(slug: string, days: number): Promise<void> {
  const running = await findRunning(join(process.env.ATELIER_DATA ?? '', 'postgres'))
  if (!running) throw new Error('the program’s database is not there')
  const client = new pg.Client({ connectionString: running.url('atelier') })
  await client.connect()
  try {
    await client.query(
      `with studio as (select id from studios where slug = $1), past as (select make_interval(days => $2) as by), moved as (
         update subscription_charges set created_at = created_at - by, settled_at = settled_at - by,
           period = tstzrange(lower(period) - by, upper(period) - by) from past where studio_id = (select id from studio))
       update subscriptions set period_start = period_start - by, period_end = period_end - by,
         next_charge_at = next_charge_at - by, remind_at = remind_at - by from past where studio_id = (select id from studio)`,
      [slug, days],
    )
    await client.query("select graphile_worker.add_job('subscriptions.sweep', '{}'::json)")
  } finally {
    await client.end()
  }
}
