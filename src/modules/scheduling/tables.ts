export * from './tables/bookings.ts'
export * from './tables/resources.ts'
export * from './tables/services.ts'
