import './tables.ts'
import type { Module } from './module.ts'
import { kernelProblems } from './problem.ts'

/** The kernel's own tables, laid out before those of any module. */
export const kernelModule: Module = {
  name: 'kernel',
  migrations: new URL('./migrations/', import.meta.url),
  problems: kernelProblems,
}
