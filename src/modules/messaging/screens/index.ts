/** What other screens use of chats. */
export { Chat } from './Chat.tsx'
export { noticeWords } from './notice-words.ts'
