/** What other screens use of recording: how its states are said. */
export { offerState } from './words.ts'
