import { Menu } from '@mantine/core'
import { IconDots, IconReceipt, IconSettings, IconUpload } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { Absent } from '../../../web/app/Lost.tsx'
import { useProfile, useWorks } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Page, People, Stages, toast, toastFailure } from '../../../web/ui/index.ts'
import { stageName } from '../../../web/ui/stage-name.ts'
import { Chat } from '../../messaging/screens/index.ts'
import { Assign } from './Assign.tsx'
import { Deliver } from './Deliver.tsx'
import { Cancelling, Disputing } from './Ending.tsx'
import { Held } from './Held.tsx'
import { OfferCard } from './OfferCard.tsx'
import { OfferForm } from './OfferForm.tsx'
import classes from './project.module.css'
import { Review } from './Review.tsx'
import { nameIn, type Project, useProject } from './use-project.ts'
import { VersionCard } from './VersionCard.tsx'
import { dayWords, disputeReason, kindName } from './words.ts'

type Doing = 'deliver' | 'offer' | 'assign' | 'dispute' | 'cancel'

/** The project, for both sides: versions on the waveform, the chat, the stages, and the money held (R6–R19). */
export default function ProjectPage() {
  const { project: id = '' } = useParams({ strict: false }) as { project?: string }
  const { asked, project, again } = useProject(id)
  const [doing, setDoing] = useState<Doing>()
  const works = useWorks()
  if (!project) return <Absent of={asked} />
  const close = () => setDoing(undefined)
  const active = project.state === 'active'
  const people = [project.client, ...project.staff].map((one) => ({ id: one, name: nameIn(project, one) }))
  return (
    <>
      <Page
        title={project.title}
        kind={kindName(project.kind)}
        crumbs={[
          <StudioLink key="all" to="projects">
            {m.projects_title()}
          </StudioLink>,
          nameIn(project, project.client),
        ]}
        beside={
          <>
            <People people={people} />
            {project.deadline && <span className="tag">{m.project_due({ day: dayWords(project.deadline) })}</span>}
          </>
        }
        actions={
          <>
            {works && active && project.side === 'studio' && (
              <StudioLink className="btn" to={`projects/${project.id}/settings`}>
                <IconSettings size={18} stroke={1.7} aria-hidden />
                {m.project_settings_short()}
              </StudioLink>
            )}
            {works && active && project.side === 'studio' && (
              <button type="button" className="btn" onClick={() => setDoing('deliver')}>
                <IconUpload size={18} stroke={1.7} aria-hidden />
                {m.project_upload()}
              </button>
            )}
            {active && <More side={project.side} choose={setDoing} />}
          </>
        }
        under={<Strip project={project} again={again} />}
        aside={<Held project={project} again={again} />}
        last={
          <Chat
            threadId={project.threadId}
            projectId={project.id}
            card={({ notice, reference }) => {
              if (notice === 'offer.made' && reference) {
                const offer = project.offers.find((one) => one.id === reference.id)
                return offer && <OfferCard project={project} offer={offer} again={again} />
              }
              return (
                notice === 'version.delivered' &&
                reference && <VersionCard project={project} versionId={reference.id} />
              )
            }}
          />
        }
      >
        <div className={classes.work}>
          {project.dispute?.state === 'open' && (
            <p className={classes.warning}>
              {m.dispute_is_open()} <span className={classes.words}>{disputeReason(project.dispute.reason)}</span>
            </p>
          )}
          {project.dispute?.state === 'decided' && (
            <p className={classes.decided}>{m.dispute_decided_note({ note: project.dispute.note ?? '' })}</p>
          )}
          <Review project={project} again={again} />
        </div>
      </Page>
      {doing === 'deliver' && <Deliver project={project} again={again} close={close} />}
      {doing === 'offer' && <OfferForm project={project} again={again} close={close} />}
      {doing === 'assign' && <Assign project={project} again={again} close={close} />}
      {doing === 'dispute' && <Disputing project={project} again={again} close={close} />}
      {doing === 'cancel' && <Cancelling project={project} again={again} close={close} />}
    </>
  )
}

function More({ side, choose }: { side: Project['side']; choose: (doing: Doing) => void }) {
  // A dispute and an end are there even where the studio can only be looked at.
  const works = useWorks()
  return (
    <>
      {works && (
        <button type="button" className="btn" onClick={() => choose('offer')}>
          <IconReceipt size={18} stroke={1.7} aria-hidden />
          {m.offer_new()}
        </button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <button type="button" className="btn" aria-label={m.project_more()}>
            <IconDots size={18} stroke={1.7} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {works && side === 'studio' && <Menu.Item onClick={() => choose('assign')}>{m.project_assign()}</Menu.Item>}
          <Menu.Item onClick={() => choose('dispute')}>{m.dispute_open()}</Menu.Item>
          <Menu.Item onClick={() => choose('cancel')}>{m.cancel_project()}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

const STATES = { planned: 'next', current: 'now', done: 'done' } as const

/** The strip of stages; the studio moves one on by pressing it, and can take that back. */
function Strip({ project, again }: { project: Project; again: () => Promise<unknown> }) {
  const { studio } = useProfile()
  const works = useWorks()
  const move = (stage: string, state: 'planned' | 'current' | 'done') =>
    call('PATCH /api/studios/{studio}/projects/{project}/stages/{stage}', {
      path: { studio: studio.slug, project: project.id, stage },
      body: { state },
    }).then(again)
  const press = async (id: string) => {
    const stage = project.stages.find((one) => one.id === id)
    if (!stage) return
    try {
      await move(id, stage.state === 'planned' ? 'current' : stage.state === 'current' ? 'done' : 'current')
      toast(stageName(stage.name), () => move(id, stage.state))
    } catch (error) {
      toastFailure(error)
    }
  }
  const onReview = (stageId: string) =>
    project.deliverables
      .filter((one) => one.stageId === stageId)
      .flatMap((one) => one.versions)
      .at(-1)?.number
  return (
    <Stages
      stages={project.stages.map((stage) => {
        const number = stage.state === 'current' ? onReview(stage.id) : undefined
        const note = number
          ? m.project_on_review({ number })
          : stage.state === 'planned'
            ? nameIn(project, stage.assignee)
            : ''
        return { id: stage.id, name: stageName(stage.name), state: STATES[stage.state], ...(note ? { note } : {}) }
      })}
      {...(works && project.side === 'studio' && project.state === 'active' ? { onOpen: press } : {})}
    />
  )
}
