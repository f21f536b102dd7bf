/** What recording stores: a file for each part of the work. */
export * from './tables/deliverables.ts'
export * from './tables/orders.ts'
export * from './tables/projects.ts'
