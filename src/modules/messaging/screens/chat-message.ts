import type { Api } from '../../../web/generated/api.ts'

/** A line of the chat as the API gives it: what somebody said, or what happened. */
export type ChatMessage = Api['GET /api/studios/{studio}/threads/{thread}/messages']['answer']['items'][number]
