import { Modal } from '@mantine/core'
import { useState } from 'react'
import { m } from '../../../web/generated/messages/messages.js'
import { Field, Form, toast } from '../../../web/ui/index.ts'
import classes from './rights.module.css'
import type { Rights, RightsSet } from './use-rights.ts'

interface Props {
  /** The set that is changed; a new one, when left out. */
  set: RightsSet | undefined
  grantable: Rights['grantable']
  onSave: (set: Pick<RightsSet, 'id' | 'name' | 'permissions'>) => Promise<unknown>
  onClose: () => void
}

/** A set of permissions: its name, and what it lets one do (P6). */
export function RightsForm({ set, grantable, onSave, onClose }: Props) {
  const [id] = useState(() => set?.id ?? crypto.randomUUID())
  return (
    <Modal opened onClose={onClose} title={set?.name ?? m.rights_new()}>
      <Form
        submit={m.rights_save()}
        onSubmit={async ({ name = '', ...chosen }) => {
          const permissions = grantable.flatMap((one) => (chosen[one.name] === 'on' ? one.name : []))
          await onSave({ id, name, permissions })
          toast(m.rights_saved({ name }))
          onClose()
        }}
      >
        <Field name="name" label={m.rights_name()} value={set?.name ?? ''} />
        <fieldset className={classes.choices}>
          <legend>{m.rights_what()}</legend>
          {grantable.map(({ name, title }) => (
            <label key={name} className={classes.choice}>
              <input type="checkbox" name={name} defaultChecked={set?.permissions.includes(name)} />
              {title}
            </label>
          ))}
        </fieldset>
      </Form>
    </Modal>
  )
}
