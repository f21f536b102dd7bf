/** Why the program cannot start, as a sentence for the person at the terminal. `main.ts` prints it and exits with 1. */
export class StartError extends Error {
  override name = 'StartError'
}
