import { Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { m } from '../../../web/generated/messages/messages.js'

const formats = { csv: m.console_export_csv, jsonl: m.console_export_jsonl, xlsx: m.console_export_xlsx }

/** Downloads the whole answer to the filter, streamed, in one of three formats (P18). */
export function ExportMenu({ query }: { query: Record<string, string> }) {
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className="btn">
          <IconDownload stroke={1.7} size={18} aria-hidden />
          {m.console_export()}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(formats).map(([format, label]) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/api/console/events/export?${new URLSearchParams({ ...query, format })}`}
            download
          >
            {label()}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
