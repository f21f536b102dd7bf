import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Form, toast } from '../../../web/ui/index.ts'

type Site = Api['PUT /api/studios/{studio}/site']['body']
type Kind = Site['blocks'][number]['kind']

const names: Record<Kind, () => string> = {
  about: m.block_about,
  services: m.block_services,
  team: m.block_team,
  schedule: m.block_schedule,
  ratings: m.block_ratings,
  contacts: m.block_contacts,
}

/** Which blocks the site shows, and in which order. */
export function SiteBlocks({ studio, site }: { studio: string; site: Site }) {
  const [blocks, setBlocks] = useState(site.blocks)
  const queries = useQueryClient()
  const swap = (index: number) => {
    const [a, b] = [blocks[index], blocks[index + 1]]
    if (!a || !b) return
    setBlocks(blocks.with(index, b).with(index + 1, a))
  }
  const toggle = (index: number) => {
    const block = blocks[index]
    if (block) setBlocks(blocks.with(index, { ...block, visible: !block.visible }))
  }
  return (
    <section className="sheet sheet--padded">
      <Form
        submit={m.app_save()}
        onSubmit={async (values) => {
          await call('PUT /api/studios/{studio}/site', {
            path: { studio },
            body: { enabled: values.enabled === 'on', blocks },
          })
          await queries.invalidateQueries({ queryKey: ['studio', studio] })
          toast(m.app_saved())
        }}
      >
        <label>
          <input type="checkbox" name="enabled" defaultChecked={site.enabled} /> {m.settings_open()}
        </label>
        <div className="label">{m.settings_blocks()}</div>
        <ul className="list">
          {blocks.map((block, index) => (
            <li key={block.kind} className="row" style={{ padding: '8px 0' }}>
              <label>
                <input type="checkbox" checked={block.visible} onChange={() => toggle(index)} /> {names[block.kind]()}
              </label>
              <span>
                <button type="button" className="btn" disabled={index === 0} onClick={() => swap(index - 1)}>
                  {m.settings_up()}
                </button>{' '}
                <button
                  type="button"
                  className="btn"
                  disabled={index === blocks.length - 1}
                  onClick={() => swap(index)}
                >
                  {m.settings_down()}
                </button>
              </span>
            </li>
          ))}
        </ul>
      </Form>
    </section>
  )
}
