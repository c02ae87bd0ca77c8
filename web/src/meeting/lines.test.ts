import { describe, expect, it } from 'vitest'
import type { Decision, Summary } from '../lib/types'
import type { Edit } from './edits'
import { addPoint, dropLine, editDecision, editLine, editOverview } from './lines'

const summary = (fields: Partial<Summary> = {}): Summary => ({
  id: 'summary',
  revision: 3,
  edited: [],
  overview: 'All is well.',
  segments: ['g1'],
  points: [
    { text: 'One', segments: ['g1'] },
    { text: 'Two', segments: ['g2'] },
  ],
  by_speaker: [],
  questions: [{ question: 'When?', answer: '', segments: ['g3'] }],
  keywords: ['ship', 'letter'],
  ...fields,
})

function shown(edit: Edit, before: Summary): Summary {
  return edit.steps.reduce((value, step) => step.apply(value) as Summary, before)
}

describe('lists of the summary', () => {
  it('are sent whole, with what each line rests on', () => {
    const edit = editLine(summary(), 'points', 1, { text: 'Second' })
    const points = [
      { text: 'One', segments: ['g1'] },
      { text: 'Second', segments: ['g2'] },
    ]
    expect(edit.body).toEqual({ points })
    expect(edit.base).toEqual({ kind: 'summary', id: 'summary', revision: 3 })
    expect(shown(edit, summary())).toMatchObject({ points, edited: ['points'], overview: 'All is well.' })
  })

  it('lose a line, and gain one that nobody said', () => {
    expect(dropLine(summary(), 'keywords', 0).body).toEqual({ keywords: ['letter'] })
    expect(addPoint(summary(), 'Three').body['points']).toContainEqual({ text: 'Three', segments: [] })
  })

  it('keep a question when its answer is written', () => {
    expect(editLine(summary(), 'questions', 0, { answer: 'In May' }).body).toEqual({
      questions: [{ question: 'When?', answer: 'In May', segments: ['g3'] }],
    })
  })

  it('show a change on top of another that came meanwhile', () => {
    const first = editLine(summary(), 'points', 0, { text: 'First' })
    const second = editLine(summary(), 'points', 1, { text: 'Second' })
    expect(shown(second, shown(first, summary())).points.map(({ text }) => text)).toEqual(['First', 'Second'])
  })
})

describe('where somebody else was quicker', () => {
  const theirs = summary({
    revision: 9,
    points: [
      { text: 'New', segments: ['g9'] },
      { text: 'Two', segments: ['g1'] },
    ],
  })

  it('a line is changed where it stands now, with what it rests on now', () => {
    const again = editLine(summary(), 'points', 1, { text: 'Second' }).again?.(theirs, false)
    expect(again?.body['points']).toEqual([
      { text: 'New', segments: ['g9'] },
      { text: 'Second', segments: ['g1'] },
    ])
    expect(again?.base?.revision).toBe(9)
    expect(dropLine(summary(), 'points', 1).again?.(theirs, false)?.body['points']).toEqual([{ text: 'New', segments: ['g9'] }])
  })

  it('a line that is gone is asked about, and kept if it must be', () => {
    const edit = editLine(summary(), 'points', 0, { text: 'First' })
    expect(edit.again?.(theirs, false)).toBeNull()
    expect(edit.wrote).toBe('First')
    expect(edit.again?.(theirs, true)?.body['points']).toContainEqual({ text: 'First', segments: ['g1'] })
    const drop = dropLine(summary(), 'points', 0)
    expect([drop.again?.(theirs, false), drop.again?.(theirs, true), drop.wrote]).toEqual([null, null, undefined])
  })

  it('other words of the same record do not matter, the same words do', () => {
    const edit = editOverview(summary(), 'Mine.')
    expect(edit.again?.(theirs, false)).toMatchObject({ body: { overview: 'Mine.' }, base: { revision: 9 } })
    const changed = summary({ revision: 10, overview: 'Theirs.' })
    expect(edit.again?.(changed, false)).toBeNull()
    expect(edit.again?.(changed, true)?.base?.revision).toBe(10)
    const decision: Decision = { id: 'd1', text: 'Ship', segments: [], revision: 1, edited: [] }
    expect(editDecision(decision, 'Wait').again?.({ ...decision, text: 'Sell', revision: 2 } as Decision, false)).toBeNull()
  })
})
