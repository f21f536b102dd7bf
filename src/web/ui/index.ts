/**
 * The parts that screens are made of. What several screens will use and none does yet is marked public; each has its
 * promise in its own docstring.
 */

export { Bones } from './Bones.tsx'
export { Chip } from './Chip.tsx'
/** @public */
export { Confirm } from './Confirm.tsx'
export { currencySign } from './currency-sign.ts'
export { Empty } from './Empty.tsx'
export { Failed } from './Failed.tsx'
export { Field, Form, Wrong } from './Form.tsx'
export { List } from './List.tsx'
export { useListAddress } from './list-address.ts'
/** @public */
export type { SoundPeaks, SoundVersion } from './listening.ts'
export { Moment } from './Moment.tsx'
export { amountText, Money, shareText } from './Money.tsx'
export { monthBeside, monthNamed, monthOf, monthWords } from './months.ts'
export { Page } from './Page.tsx'
export { Pending } from './Pending.tsx'
export { Person } from './Person.tsx'
/** @public */
export { People, Portrait } from './Portrait.tsx'
export { SignInAgain } from './SignInAgain.tsx'
/** @public */
export { type Share, SplitBar } from './SplitBar.tsx'
/** @public */
export { type Stage, Stages } from './Stages.tsx'
export { StudioMark } from './StudioMark.tsx'
export { toast, toastFailure } from './toast.tsx'
/** @public */
export { type SoundComment, Waveform } from './Waveform.tsx'
