import type pg from 'pg'
import { LOCKS } from '../database/locks.ts'

/** Most jobs of one pass. */
export const HAND_OVER_BATCH = 500

/**
 * Hands the jobs that transactions asked for to the queue, in the order in which they were asked for; of those with one
 * key the last one counts. One process at a time does it, the others pass by. Returns how many it took: a full batch
 * means that there is more.
 */
export async function handOverJobs(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ taken: number }>({
    name: 'hand_over_jobs',
    text: `
      with alone as materialized (select pg_try_advisory_xact_lock($1) as yes),
      taken as (
        delete from job_requests
        where (select yes from alone) and id in (select id from job_requests order by id limit $2)
        returning *
      ),
      latest as (select distinct on (coalesce(key, id::text)) * from taken order by coalesce(key, id::text), id desc),
      specs as (
        select array_agg(json_populate_record(null::graphile_worker.job_spec, json_build_object(
          'identifier', task, 'payload', payload, 'run_at', run_at, 'job_key', key, 'max_attempts', max_attempts
        )) order by id) as list
        from latest
      ),
      queued as (select graphile_worker.add_jobs(list) from specs where list is not null)
      select (select count(*)::int from taken) as taken, (select count(*) from queued)`,
    values: [LOCKS.handOver, HAND_OVER_BATCH],
  })
  return rows[0]?.taken ?? 0
}
