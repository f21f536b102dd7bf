import { kernelModule } from './kernel/kernel-module.ts'
import type { Module } from './kernel/module.ts'

/** Every module, in the order of the floors: what is further down may be imported by what is further up. */
export const modules: readonly Module[] = [kernelModule]
