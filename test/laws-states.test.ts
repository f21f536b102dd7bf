import { expect, test } from 'vitest'
import { breaches, nodesOf, type Source, type Syntax, sources, tableFiles, textOf, without } from './source-code.ts'

// States change by compare-and-set, money is never a float.

const everything = sources(['src/**/*.ts', 'src/**/*.tsx'])

const withState = new Set(
  tableFiles.flatMap((source) =>
    nodesOf(source, 'VariableDeclarator')
      .filter(({ node }) => /^ {4}state: /m.test(textOf(source, node.init)))
      .map(({ node }) => textOf(source, node.id)),
  ),
)

/** The whole chain of calls that a call begins: `.set(…).where(…).returning(…)`. */
function chainFrom(source: Source, call: Syntax, around: readonly Syntax[]): string {
  let last = call
  for (const outer of around.toReversed()) {
    if (outer.object !== last && outer.callee !== last) break
    last = outer
  }
  return source.text.slice(call.end, last.end)
}

/** Whether what is set may hold a state: it names it, or is not written out here. */
function maySetState(source: Source, set: Syntax): boolean {
  if (set.type !== 'ObjectExpression') return true
  return (set.properties as Syntax[]).some((property) =>
    property.type === 'SpreadElement'
      ? (property.argument as Syntax).type !== 'ObjectExpression' || maySetState(source, property.argument as Syntax)
      : textOf(source, property.key) === 'state',
  )
}

const statesWithoutCompare = (files: readonly Source[]) =>
  breaches(files, 'CallExpression', ({ node, around, source, text }) => {
    const table = /\.update\((\w+)\)\s*\.set$/.exec(text(node.callee))?.[1]
    const [set] = node.arguments as Syntax[]
    if (!table || !set || !withState.has(table) || !maySetState(source, set)) return
    const chain = chainFrom(source, node, around)
    const [condition = ''] = chain.split('.returning(')
    if (!condition.includes(`${table}.state`)) return `${table} from any state`
    return !chain.includes('.returning(') && `${table} uncounted`
  })

test('a state changes from the state that was seen, and it is looked at whether it did', () => {
  const exceptions = {
    'src/modules/files/attach.ts files uncounted':
      'freezing again is harmless, and how many were loose matters to nobody',
    'src/modules/messaging/message.ts threads from any state':
      'the chat is locked; a message opens it, whatever it was',
    'src/modules/messaging/thread.ts threads from any state': 'the chat is locked, and is opened and done with at will',
    'src/modules/notifications/webhook-task.ts webhookDeliveries uncounted': 'what was delivered stays delivered',
    'src/modules/notifications/webhook-task.ts webhooks uncounted': 'what is gone already stays gone',
    'src/modules/notifications/webhooks.ts webhooks from any state': 'paused and resumed at will, gone ones too',
    'src/modules/notifications/webhooks.ts webhookDeliveries from any state': 'sent again whatever came of it',
    'src/modules/recording/project.ts projects from any state': 'its change is a title and a day, by its type',
    'src/modules/recording/project.ts projectStages uncounted': 'of the other stages one is current or none',
    'src/modules/recording/project.ts projectStages from any state':
      'people move a stage to and fro; the project is locked',
    'src/modules/scheduling/move.ts bookings from any state': 'locked and looked at before; a move keeps the state',
    'src/modules/studios/dress-studio.ts studios from any state': 'its change is colours and words, by its type',
    'src/modules/studios/permission-set.ts memberships from any state': 'takes a permission set off, nothing else',
    'src/modules/studios/permission-set.ts invitations from any state': 'takes a permission set off, nothing else',
    'src/modules/studios/read-only.ts studios uncounted': 'a studio that is there already stays there',
    'src/modules/studios/routes/people.ts memberships from any state':
      'locked; the owner lets go and takes back at will',
    'src/modules/subscriptions/lead.ts leads uncounted': 'who is won already stays won',
    'src/modules/subscriptions/subscription.ts subscriptions from any state':
      'locked by whoever calls, with what they saw',
  }
  expect(without(statesWithoutCompare(everything), exceptions)).toEqual([])
  const breach = (text: string) => statesWithoutCompare([{ path: 'src/modules/a/b.ts', text }])
  expect(breach("await ctx.tx.update(files).set({ state: 'removed' }).where(eq(files.id, id)).returning()")).toEqual([
    'src/modules/a/b.ts:1 files from any state',
  ])
  expect(breach("await tx.update(files).set({ state: 'frozen' }).where(eq(files.state, 'loose'))")).toEqual([
    'src/modules/a/b.ts:1 files uncounted',
  ])
  expect(breach('await tx.update(files).set(change).where(eq(files.id, id))')).toHaveLength(1)
  expect(breach("await tx.update(files).set({ state }).where(eq(files.state, 'loose')).returning()")).toEqual([])
})

/** What an amount is called. Shares in hundredths of a percent (`bps`) are numbers. */
const MONEY = /minor|amount|money|price(?!s\.length)|kopeck|cents/i

const floatingMoney = (files: readonly Source[]) =>
  breaches(files, ['CallExpression', 'BinaryExpression'], ({ node, text }) => {
    if (node.type === 'BinaryExpression') {
      const isShift = ['/', '*'].includes(String(node.operator)) && text(node.right) === '100'
      return isShift && MONEY.test(text(node.left)) && `${text(node.left)} ${node.operator} 100`
    }
    const what = text((node.arguments as Syntax[])[0])
    const makesNumber = /^(Number|parseFloat|parseInt|Number\.parse\w+)$/.test(text(node.callee))
    return makesNumber && MONEY.test(what) && `Number(${what})`
  })

test('money is a whole number of minor units: nobody makes a float of it', () => {
  const exceptions = {
    'src/web/ui/SplitBar.tsx Number(share.amountMinor)': 'how wide a part is drawn, never what is written',
  }
  expect(without(floatingMoney(everything), exceptions)).toEqual([])
  const breach = (text: string) => floatingMoney([{ path: 'src/a.ts', text }])
  expect(breach('const major = Number(order.amountMinor)')).toEqual(['src/a.ts:1 Number(order.amountMinor)'])
  expect(breach('const minor = price * 100')).toEqual(['src/a.ts:1 price * 100'])
  expect(breach('const share = Number(bps) / 100')).toEqual([])
})

/** Events of what comes to be, of what happens and changes nothing, and of a secret that nobody is told. */
const NOTHING_BEFORE = new Set([
  ...['accountRegistered', 'memberRegistered', 'memberInvited', 'studioCreated', 'subscriptionStarted', 'leadLeft'],
  ...['sessionStarted', 'sessionEnded', 'sessionFailed', 'passwordChanged', 'telegramLinked', 'webhookAdded'],
  ...['threadOpened', 'threadRead', 'messageSent', 'cannedReplyAdded', 'projectOpened', 'offerMade', 'workBought'],
  ...['versionDelivered', 'commentPinned', 'ratingGiven', 'summaryIssued', 'completionReminded'],
  ...['bookingHeld', 'bookingReminded', 'bookingPaymentReturned', 'sessionsOrphaned', 'calendarFeedAdded'],
  ...['registrationCodeSent', 'registrationCodeTried', 'passwordResetAsked', 'attemptBegun'],
  ...['subscriptionTrialEnding', 'webhookResent', 'jobsResent', 'verificationFinished', 'consoleRead'],
  ...['fileUploaded', 'fileDerived', 'fileDownloaded', 'filePreviewed'],
])

const unsaidBefore = (files: readonly Source[]) =>
  breaches(files, 'CallExpression', ({ node, around, text }) => {
    if (!/^publish(All)?$/.test(text(node.callee))) return
    const [, kind, told] = node.arguments as Syntax[]
    const isWritten = told?.type === 'ObjectExpression' && !/\.\.\.\w+[,\s}]/.test(text(told))
    const within = around.toReversed().find(({ type }) => /Function/.test(type))
    const saysBefore = /\bbefore\b|changedState\(/.test(text(isWritten ? told : within))
    return !saysBefore && text(kind).replace(/\s+/g, ' ')
  })

test('an audit entry of a change tells what was before', () => {
  const unsaid = unsaidBefore(sources('src/modules/**/*.ts'))
  const kinds = unsaid.map((breach) => breach.slice(breach.indexOf(' ') + 1))
  expect(unsaid.filter((_, at) => !NOTHING_BEFORE.has(kinds[at] ?? ''))).toEqual([])
  expect([...NOTHING_BEFORE].filter((kind) => !kinds.includes(kind))).toEqual([])
  const breach = (text: string) => unsaidBefore([{ path: 'src/modules/a/b.ts', text }])
  expect(breach('publish(ctx, roomRenamed, { subject, payload, after: { name } })')).toEqual([
    'src/modules/a/b.ts:1 roomRenamed',
  ])
  expect(breach('publish(ctx, roomRenamed, { subject, payload, before: { name }, after })')).toEqual([])
})
