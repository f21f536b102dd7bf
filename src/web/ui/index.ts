/** The parts that screens are made of. */

export { Bones } from './Bones.tsx'
export { Empty } from './Empty.tsx'
export { Field, Form } from './Form.tsx'
export { Moment } from './Moment.tsx'
export { amountText, Money } from './Money.tsx'
export { Page } from './Page.tsx'
export { Person } from './Person.tsx'
