import { z } from 'zod'

/** An e-mail address, in lower case. */
export const emailSchema = z
  .email()
  .max(254)
  .transform((email) => email.trim().toLowerCase())
/** A new password: long enough to be worth hashing, short enough to be hashed. */
export const passwordSchema = z.string().min(8).max(128)
/** Why the operator closes or opens something: people read it. */
export const blockReasonSchema = z.string().trim().min(1).max(1000)
/** A person's name as they write it. */
export const personNameSchema = z.string().trim().min(1).max(120)
