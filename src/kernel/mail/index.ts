/** Mail: queued in the transaction of what it tells of, brought out by SMTP or kept in the local mailbox (P16). */
export { MAIL_TASK, type Mail, sendMail } from './mail.ts'
