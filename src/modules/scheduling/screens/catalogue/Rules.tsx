import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { Pending, toast, toastFailure } from '../../../../web/ui/index.ts'
import { inWords, lengthText } from '../book/place.ts'
import { dayName } from './day-name.ts'
import { RuleForm } from './RuleForm.tsx'
import { Section } from './Section.tsx'
import { changeText } from './typed-number.ts'
import { type Rule, useCatalogue } from './use-catalogue.ts'

const WINDOW = 'window'
const PACKAGE = 'package'

/** What changes the price by the hour: nights, weekends, packages (P10). */
export function Rules() {
  const { path, refresh } = useCatalogue()
  const [open, setOpen] = useState<string>()
  const rules = useQuery({
    queryKey: ['price-rules', path.studio],
    queryFn: () => call('GET /api/studios/{studio}/price-rules', { path }),
  })
  if (!rules.data) return <Pending of={rules} />
  const { data } = rules
  async function write(next: readonly Rule[]) {
    await call('PUT /api/studios/{studio}/price-rules', { path, body: [...next] })
    await refresh()
    setOpen(undefined)
  }
  async function drop(key: string) {
    try {
      await write(data.toSpliced(Number(key), 1))
      toast(m.catalogue_dropped(), () => write(data))
    } catch (error) {
      toastFailure(error)
    }
  }
  return (
    <Section
      title={m.catalogue_rules()}
      empty={m.catalogue_rules_text()}
      adds={[
        { key: WINDOW, label: m.catalogue_add_window() },
        { key: PACKAGE, label: m.catalogue_add_package() },
      ]}
      rows={data.map((rule, index) => ({
        ...{ key: String(index), name: inWords(rule.title), note: whenText(rule) },
        figure: changeText(rule.bps, getLocale()),
      }))}
      open={open}
      onOpen={setOpen}
      onDrop={drop}
      form={(key) => {
        const index = key === WINDOW || key === PACKAGE ? data.length : Number(key)
        const rule = data[index]
        return (
          <RuleForm
            kind={rule?.kind ?? (key === PACKAGE ? 'package' : 'window')}
            rule={rule}
            onSave={(written) => write(data.toSpliced(index, 1, written))}
          />
        )
      }}
    />
  )
}

function whenText(rule: Rule): string {
  if (rule.kind === 'package') return m.catalogue_from_length({ length: lengthText(rule.fromMinutes) })
  const days = rule.weekdays.toSorted((a, b) => a - b).map(dayName)
  const hours = rule.opens === rule.closes ? m.catalogue_all_day() : `${rule.opens}–${rule.closes}`
  return `${days.length === 0 ? m.catalogue_every_day() : days.join(', ')} · ${hours}`
}
