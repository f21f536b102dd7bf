/** What other screens use of chats. */
export { Chat, type ChatMessage } from './Chat.tsx'
