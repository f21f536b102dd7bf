import type { Api } from '../../../web/generated/api.ts'

/** What a person has chosen about their notices. */
export type Settings = Api['GET /api/notices/settings']['answer']

/** Under which the queries keep it. */
export const SETTINGS_KEY = ['notices', 'settings']
