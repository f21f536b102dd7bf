import { bookings } from './bookings.ts'
import { holds } from './holds.ts'
import { lists } from './lists.ts'
import { type Measure, promiseOf } from './measure.ts'
import { start } from './start.ts'
import { upload } from './upload.ts'
import { web } from './web.ts'

/**
 * `npm run bench [-- NAME] [--json]`: figures beside their limits, measured in the same run. The table marks a promise
 * that is not kept, and the run then ends with 1.
 */
const benches: Record<string, () => Promise<Measure[]>> = { holds, bookings, lists, upload, start, web }

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = wanted.find((name) => !benches[name])
if (unknown) {
  console.error(`There is no bench "${unknown}". There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(1)
}
const measures: Measure[] = []
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) measures.push(...(await bench()))
}
const broken = measures.filter((made) => !promiseOf(made).kept)
if (process.argv.includes('--json')) console.log(JSON.stringify(measures))
else {
  console.table(
    measures.map((made) => ({
      name: made.name,
      value: Number(made.value.toPrecision(4)),
      unit: made.unit,
      limit: Number(made.limit.toPrecision(4)),
      ratio: Number(made.ratio.toFixed(2)),
      promise: promiseOf(made).promise,
      kept: promiseOf(made).kept ? '' : 'no',
    })),
  )
  console.log(broken.length === 0 ? 'Every promise is kept.' : `${broken.length} promises are not kept.`)
}
process.exit(broken.length > 0 ? 1 : 0)
