import { expect, test } from 'vitest'
import { isBusy, makeUploadShelf } from './upload-shelf.ts'
import type { UploadState, UploadTarget } from './uploading.ts'

const mix = { name: 'mix.wav', size: 10, type: 'audio/wav' } as File
const chat: UploadTarget = { studio: 'north', subjectType: 'thread', subjectId: '1' }
const other: UploadTarget = { ...chat, subjectId: '2' }

function shelfOfPuppets() {
  const told: ((state: UploadState) => void)[] = []
  const done: string[] = []
  const shelf = makeUploadShelf((_file, _target, tell) => {
    told.push(tell)
    return {
      pause: () => done.push('pause'),
      resume: () => done.push('resume'),
      cancel: async () => {
        done.push('cancel')
        throw new Error('the line is cut')
      },
    }
  })
  return { shelf, told, done }
}

test('uploads stay with what they are for, and say when they change', () => {
  const { shelf, told } = shelfOfPuppets()
  let changes = 0
  const leave = shelf.subscribe(() => {
    changes += 1
  })
  shelf.add(chat, [mix, mix])
  shelf.add(other, [mix])
  expect(shelf.of(chat)).toHaveLength(2)
  expect(shelf.of(other)).toHaveLength(1)
  expect(shelf.of({ ...chat })).toBe(shelf.of(chat))
  const before = shelf.of(chat)
  told[1]?.({ state: 'done', fileId: 'f' })
  expect(shelf.of(chat)).not.toBe(before)
  expect(shelf.of(chat).map((item) => item.status.state)).toEqual(['waiting', 'done'])
  expect(isBusy(shelf.of(chat))).toBe(true)
  expect(changes).toBe(3)
  leave()
  shelf.dismiss(shelf.of(other)[0]?.key ?? '')
  expect(changes).toBe(3)
  expect(shelf.of(other)).toEqual([])
})

test('what is given up is forgotten at once, whatever the line says, and what it still tells is not heard', () => {
  const { shelf, told, done } = shelfOfPuppets()
  shelf.add(chat, [mix])
  const key = shelf.of(chat)[0]?.key ?? ''
  shelf.pause(key)
  shelf.resume(key)
  shelf.cancel(key)
  told[0]?.({ state: 'done', fileId: 'f' })
  expect(done).toEqual(['pause', 'resume', 'cancel'])
  expect(shelf.of(chat)).toEqual([])
  expect(isBusy(shelf.of(chat))).toBe(false)
})
