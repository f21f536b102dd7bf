import { startProgram } from './program.ts'

/** One running program with the demo world for all journeys; each journey makes its own people. */
export default async function setup() {
  const program = await startProgram()
  process.env.ATELIER_URL = program.url
  process.env.ATELIER_DATA = program.dataDir
  return () => program.stop()
}
