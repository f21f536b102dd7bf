import { Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Field, Form, toast } from '../../../web/ui/index.ts'
import classes from './console.module.css'

interface Props {
  /** What the button in the list says, with the name for who hears it. */
  label: string
  name: string
  /** The dialog: what is done, and what follows from it. */
  title: string
  note: string
  done: string
  onDo: (reason: string, key: string) => Promise<unknown>
}

/** Closes or opens something with a reason that people will read: what follows stands before the button (P20). */
export function BlockDeed({ label, name, title, note, done, onDo }: Props) {
  const queries = useQueryClient()
  const [asked, setAsked] = useState(false)
  const close = () => setAsked(false)
  return (
    <>
      <button type="button" className="btn" aria-label={`${label}: ${name}`} onClick={() => setAsked(true)}>
        {label}
      </button>
      {asked && (
        <Modal opened onClose={close} title={title}>
          <p className={classes.what}>{note}</p>
          <Form
            submit={label}
            onSubmit={async ({ reason = '' }, key) => {
              if (reason.trim() === '') throw nothingSaid()
              await onDo(reason, key)
              close()
              toast(done)
              await queries.invalidateQueries({ queryKey: ['console'] })
            }}
          >
            <Field name="reason" label={m.console_block_reason()}>
              {(id, invalid) => (
                <textarea
                  id={id}
                  name="reason"
                  maxLength={1000}
                  aria-invalid={invalid}
                  aria-describedby={`${id}-note`}
                  data-autofocus
                />
              )}
            </Field>
          </Form>
        </Modal>
      )}
    </>
  )
}

function nothingSaid(): ApiProblem {
  const message = m.console_block_reason_needed()
  return new ApiProblem(422, { title: message, fields: [{ pointer: '/reason', code: 'required', message }] })
}
