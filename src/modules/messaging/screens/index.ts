/** What other screens use of chats. */
export { Chat } from './Chat.tsx'
export type { ChatMessage } from './chat-message.ts'
