import { Bones, type BonesProps } from './Bones.tsx'
import { Failed } from './Failed.tsx'

/** As much of a query as tells whether its answer may still come. */
interface Asked {
  error: Error | null
  refetch: () => unknown
}

/** The place of an answer that is not there: its skeleton, or why it did not come and the way to ask again. */
export function Pending({ of, ...shape }: { of: Asked } & BonesProps) {
  return of.error ? <Failed error={of.error} again={of.refetch} /> : <Bones {...shape} />
}
