import { Modal } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, call } from '../../../web/app/client.ts'
import { useProfile, useWorks } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { Empty, Field, Form, type SoundPeaks, type SoundVersion, Waveform } from '../../../web/ui/index.ts'
import { Comments } from './Comments.tsx'
import { clock } from './clock.ts'
import { Judge } from './Judge.tsx'
import classes from './project.module.css'
import { type Deliverable, nameIn, type Project, type Version } from './use-project.ts'

interface Props {
  project: Project
  again: () => Promise<unknown>
}

/** What was delivered, on the waveform: versions against each other, comments at their moments, and the verdict (R9). */
export function Review({ project, again }: Props) {
  const [chosen, setChosen] = useState<string>()
  const deliverable = project.deliverables.find((one) => one.id === chosen) ?? project.deliverables.at(-1)
  if (!deliverable) {
    return (
      <section className="sheet">
        <Empty title={m.project_no_versions()}>{m.project_no_versions_text()}</Empty>
      </section>
    )
  }
  return (
    <div>
      {project.deliverables.length > 1 && (
        <div className="chips" style={{ marginTop: 0 }}>
          {project.deliverables.map((one) => (
            <button
              key={one.id}
              type="button"
              className="chip"
              aria-pressed={one.id === deliverable.id}
              onClick={() => setChosen(one.id)}
            >
              {one.title}
            </button>
          ))}
        </div>
      )}
      <Listening key={deliverable.id} project={project} deliverable={deliverable} again={again} />
    </div>
  )
}

function Listening({ project, deliverable, again }: Props & { deliverable: Deliverable }) {
  const [pinning, setPinning] = useState<{ seconds: number; versionId: string }>()
  const works = useWorks()
  const sounds = useSounds(deliverable.versions)
  const last = deliverable.versions.at(-1)
  const comments = deliverable.versions.flatMap((version) => version.comments.map((one) => ({ ...one, version })))
  if (!last) return null
  const talking = works && (project.state === 'active' || project.state === 'disputed')
  return (
    <div className={classes.review}>
      {sounds.length === 0 ? (
        <section className="sheet sheet--padded">
          <strong>{last.file?.name ?? deliverable.title}</strong>
          <p className="second">{last.file?.reading === 'waiting' ? m.project_preparing() : m.project_unheard()}</p>
        </section>
      ) : (
        <Waveform
          title={deliverable.title}
          versions={sounds}
          comments={comments.map(({ id, author, atMs, body, state }) => ({
            id,
            author: { id: author, name: nameIn(project, author) },
            at: atMs / 1000,
            text: body,
            resolved: state === 'resolved',
          }))}
          {...(talking ? { onCommentAt: (seconds, versionId) => setPinning({ seconds, versionId }) } : {})}
        />
      )}
      <Comments project={project} comments={comments} again={again} />
      <Judge project={project} version={last} again={again} />
      {pinning && <Pin {...pinning} again={again} close={() => setPinning(undefined)} />}
    </div>
  )
}

/** The versions that can be heard, each with its outline from the server. */
function useSounds(versions: readonly Version[]): SoundVersion[] {
  const { studio, membershipId } = useProfile()
  const heard = versions.filter((version) => version.file?.derived.includes('peaks'))
  const address = (version: Version, what: string) =>
    `/api/studios/${studio.slug}/files/${version.file?.id ?? ''}/${what}?profile=${membershipId}`
  const outlines = useQueries({
    queries: heard.map((version) => ({
      queryKey: ['peaks', version.file?.id],
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: async (): Promise<SoundPeaks> => {
        const answer = await fetch(address(version, 'peaks'))
        if (!answer.ok) throw new ApiProblem(answer.status, {})
        return answer.json()
      },
    })),
  })
  return heard.flatMap((version, index) => {
    const peaks = outlines[index]?.data
    if (!peaks) return []
    const label = `v${version.number}`
    return {
      id: version.id,
      label,
      facts: factsOf(version),
      url: address(version, 'preview'),
      peaks,
      lufs: version.file?.facts.loudnessLufs ?? null,
    }
  })
}

function Pin({
  seconds,
  versionId,
  again,
  close,
}: {
  seconds: number
  versionId: string
  again: Props['again']
  close: () => void
}) {
  const { studio } = useProfile()
  const [key] = useState(() => crypto.randomUUID())
  return (
    <Modal opened onClose={close} title={m.project_comment({ at: clock(seconds) })}>
      <Form
        submit={m.project_comment_pin()}
        onSubmit={async ({ body = '' }) => {
          await call('POST /api/studios/{studio}/versions/{version}/comments', {
            path: { studio: studio.slug, version: versionId },
            key,
            body: { atMs: Math.round(seconds * 1000), body, answers: null },
          })
          await again()
          close()
        }}
      >
        <Field name="body" label={m.project_comment_text()}>
          {(id) => <textarea id={id} name="body" data-autofocus />}
        </Field>
      </Form>
    </Modal>
  )
}

function factsOf({ file }: Version): string {
  if (!file) return ''
  const { sampleRateHz, bitDepth, seconds, loudnessLufs } = file.facts
  const number = new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 })
  return [
    ...(sampleRateHz ? [m.facts_khz({ value: number.format(sampleRateHz / 1000) })] : []),
    ...(bitDepth ? [m.facts_bit({ value: bitDepth })] : []),
    ...(seconds ? [clock(seconds)] : []),
    ...(typeof loudnessLufs === 'number' ? [`${number.format(loudnessLufs)} LUFS`] : []),
  ].join(' · ')
}
