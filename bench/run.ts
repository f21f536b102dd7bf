import { bookings } from './bookings.ts'
import { holds } from './holds.ts'
import { lists } from './lists.ts'
import type { Measure } from './measure.ts'
import { start } from './start.ts'
import { upload } from './upload.ts'
import { web } from './web.ts'

/** `npm run bench [-- NAME] [--json]`: figures beside their limits, measured in the same run. */
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
if (process.argv.includes('--json')) console.log(JSON.stringify(measures))
else {
  console.table(
    measures.map(({ name, value, unit, limit, ratio }) => ({
      name,
      value: Number(value.toPrecision(4)),
      unit,
      limit: Number(limit.toPrecision(4)),
      ratio: Number(ratio.toFixed(2)),
    })),
  )
}
process.exit(0)
