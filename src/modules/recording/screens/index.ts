/** What other screens use of recording: how its states are said. */
export { disputeReason, offerState } from './words.ts'
