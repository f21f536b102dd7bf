/** What other screens use of chats. */
export { Chat } from './Chat.tsx'
