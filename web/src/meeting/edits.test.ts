import { describe, expect, it } from 'vitest'
import type { ActionItem, Segment, Speaker } from '../lib/types'
import { changeTask, editText, mergeNext, mergeSpeakers, moveToNew, renameSpeaker, split, type Edit } from './edits'
import type { Item } from './ledger'

const segment = (id: string, text: string, start: number, end: number, speaker = 'S1'): Segment => ({
  id,
  speaker,
  start,
  end,
  text,
  final: true,
  overlap: false,
  language: 'en',
  words: text.split(' ').map((word, index, all) => ({
    text: word,
    start: start + ((end - start) * index) / all.length,
    end: start + ((end - start) * (index + 1)) / all.length,
    confidence: 0.9,
  })),
  revision: 3,
  edited: [],
})
const speaker = (id: string, talk_seconds = 5): Speaker => ({ id, name: null, talk_seconds, revision: 1, edited: [] })

/** What is shown after a change of these records. */
function after(edit: Edit, records: Item[]): Item[] {
  const shown = new Map(records.map((record) => [record.id, record]))
  for (const { id, apply } of edit.steps) {
    const next = apply(shown.get(id) ?? null)
    if (next) shown.set(id, next)
    else shown.delete(id)
  }
  return [...shown.values()]
}

describe('segments', () => {
  it('marks what a person wrote', () => {
    const edit = editText(segment('g1', 'one', 0, 1), 'two', 3)
    expect(after(edit, [segment('g1', 'one', 0, 1)])).toMatchObject([{ text: 'two', edited: ['text'] }])
    expect(edit.base).toEqual({ kind: 'segment', id: 'g1', revision: 3 })
  })

  it('splits text, words and time at the caret', () => {
    const whole = segment('g1', 'one two three four', 0, 4)
    const edit = split(whole, 8, 3)
    const [first, second] = after(edit, [whole]) as Segment[]
    expect([first?.text, second?.text]).toEqual(['one two', 'three four'])
    expect(first?.end).toBe(second?.start)
    expect([first?.words.length, second?.words.length]).toEqual([2, 2])
    expect(edit.body).toEqual({ at: 8 })
    expect(edit.made?.id).toBe(second?.id)
  })

  it('counts the caret in code points', () => {
    expect(split(segment('g1', '😀 one two', 0, 4), 7, 3).body).toEqual({ at: 6 })
  })

  it('merges with the next one', () => {
    const [one, two] = [segment('g1', 'one', 0, 1), segment('g2', 'two', 1, 3)]
    expect(after(mergeNext(one, two), [one, two])).toMatchObject([{ text: 'one two', start: 0, end: 3 }])
    const [first, second] = [segment('g1', '检查', 0, 1), segment('g2', '文档', 1, 3)]
    expect(after(mergeNext(first, second), [first, second])).toMatchObject([{ text: '检查文档' }])
  })

  it('moves to a speaker that is not there yet', () => {
    const edit = moveToNew(segment('g1', 'one', 0, 1))
    const [moved, added] = after(edit, [segment('g1', 'one', 0, 1)]) as [Segment, Speaker]
    expect(moved.speaker).toBe(added.id)
    expect(edit.body).toEqual({ speaker: 'new' })
  })
})

describe('speakers', () => {
  it('become one', () => {
    const segments = [segment('g1', 'one', 0, 1, 'S1'), segment('g2', 'two', 1, 2, 'S2')]
    const records = after(mergeSpeakers(speaker('S2', 3), speaker('S1', 4), segments), [...segments, speaker('S1', 4), speaker('S2', 3)])
    expect(records).toMatchObject([{ speaker: 'S1' }, { speaker: 'S1' }, { id: 'S1', talk_seconds: 7 }])
  })

  it('take their name along to what they own', () => {
    const item = { id: 'a1', owner: 'Speaker 1', owner_id: 'S1', edited: [], revision: 1 } as unknown as ActionItem
    expect(after(renameSpeaker(speaker('S1'), 'Ada', [item]), [speaker('S1'), item])).toMatchObject([{ name: 'Ada' }, { owner: 'Ada' }])
  })
})

describe('action items', () => {
  const item = {
    id: 'a1',
    task: 'Write',
    owner: 'Tom',
    owner_id: 'S1',
    due: '2026-01-08',
    due_text: 'by Thursday',
    edited: [],
    revision: 4,
  } as unknown as ActionItem

  it('forget what was said of a date that changed', () => {
    expect(after(changeTask(item, { due: null }), [item])).toMatchObject([{ due: null, due_text: null, owner: 'Tom' }])
  })

  it('show the name of the speaker who owns them', () => {
    const edit = changeTask(item, { owner: 'S2' }, 'Grace')
    expect(after(edit, [item])).toMatchObject([{ owner: 'Grace', owner_id: 'S2' }])
    expect(edit.body).toEqual({ owner: 'S2' })
    expect(after(changeTask(item, { owner: 'Legal' }), [item])).toMatchObject([{ owner: 'Legal', owner_id: null }])
  })

  it('guard only words against other hands', () => {
    expect(changeTask(item, { status: 'done' }).base).toBeUndefined()
    expect(changeTask(item, { task: 'Read' }).base?.revision).toBe(4)
  })
})
