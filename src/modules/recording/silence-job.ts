/** The name of the job that reminds a silent side, and then does without it. */
export const SILENCE = 'recording.silence'
