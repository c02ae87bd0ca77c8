import { describe, expect, it } from 'vitest'
import type { ActionItem, Chapter, Decision, ProposedMinutes, Summary, SummaryBody } from '../lib/types'
import { count, sections, type Row, type Standing } from './compare'
import { compared, likeness } from './diff'

describe('two texts', () => {
  it('show the words that only one of them has', () => {
    const { old, now } = compared('We ship on Monday morning.', 'We ship on Friday morning.')
    expect(old).toEqual([
      { text: 'We ship on ', kind: 'same' },
      { text: 'Monday ', kind: 'gone' },
      { text: 'morning.', kind: 'same' },
    ])
    expect(now[1]).toEqual({ text: 'Friday ', kind: 'new' })
  })

  it('are compared by characters in Chinese', () => {
    expect(compared('我们周五发布', '我们周一发布').now).toEqual([
      { text: '我们周', kind: 'same' },
      { text: '一', kind: 'new' },
      { text: '发布', kind: 'same' },
    ])
  })

  it('keep all of their text, whatever they are', () => {
    for (const [one, other] of [
      ['', 'a b'],
      ['a  b\nc', 'c b a'],
      ['x'.repeat(50), 'y z'],
      ['a b c d', 'a c d e '],
    ] as const) {
      const { old, now } = compared(one, other)
      expect(old.map(({ text }) => text).join('')).toBe(one)
      expect(now.map(({ text }) => text).join('')).toBe(other)
    }
  })

  it('that have little in common carry no marks', () => {
    expect(compared('One thing entirely.', 'Quite some other matter.').old).toHaveLength(1)
    expect(likeness('Ship it today', 'Ship it now')).toBeCloseTo(2 / 3)
  })
})

const body = (fields: Partial<SummaryBody> = {}): SummaryBody => ({
  overview: 'All is well.',
  segments: ['g1'],
  points: [],
  by_speaker: [],
  questions: [],
  keywords: [],
  ...fields,
})
const summary = (fields: Partial<Summary> = {}): Summary => ({ ...body(), id: 'summary', revision: 1, edited: [], ...fields })
const decision = (id: string, text: string, segment: string, edited: string[] = []): Decision => ({
  id,
  text,
  segments: [segment],
  revision: 1,
  edited,
})
const standing = (fields: Partial<Standing> = {}): Standing => ({ summary: null, chapters: [], decisions: [], tasks: [], ...fields })
const proposed = (fields: Partial<ProposedMinutes> = {}): ProposedMinutes => ({
  summary: null,
  chapters: [],
  decisions: [],
  action_items: [],
  ...fields,
})
const told = {
  nameOf: (speaker: string) => speaker,
  factsOf: ({ owner, due }: Pick<ActionItem, 'owner' | 'due'>) => [owner, due].filter(Boolean).join(', '),
  startOf: (segment: string) => Number(segment.slice(1)),
}
const text = (row: Row | undefined, side: 'old' | 'now'): string | undefined => row?.[side]?.text.map((piece) => piece.text).join('')

describe('old minutes beside new ones', () => {
  it('pair lines by id, and put what comes and goes where it was said', () => {
    const [section] = sections(
      standing({ decisions: [decision('d1', 'Ship on Monday', 'g1'), decision('d2', 'Hire Zoe', 'g5')] }),
      proposed({ decisions: [decision('d1', 'Ship on Friday', 'g1'), decision('d3', 'Sell the van', 'g3')] }),
      told,
    )
    expect(section?.rows.map(({ kind }) => kind)).toEqual(['changed', 'added', 'removed'])
    expect([text(section?.rows[0], 'old'), text(section?.rows[0], 'now')]).toEqual(['Ship on Monday', 'Ship on Friday'])
    expect(section && count([section], 'added')).toBe(1)
  })

  it('pair lines without ids by what they say, each once', () => {
    const points = ['The release is near', 'The release is near now', 'Invoices are checked']
    const [, section] = sections(
      standing({ summary: summary({ points: points.map((each, n) => ({ text: each, segments: [`g${n}`] })) }) }),
      proposed({ summary: body({ points: [{ text: 'The release is near now', segments: ['g1'] }] }) }),
      told,
    )
    expect(section?.rows.map((row) => [row.kind, text(row, 'old')])).toEqual([
      ['removed', points[0]],
      ['same', points[1]],
      ['removed', points[2]],
    ])
  })

  it('leave what a person edited as it is', () => {
    const shown = sections(
      standing({
        summary: summary({ overview: 'Mine.', edited: ['overview', 'points'], points: [{ text: 'My point', segments: [] }] }),
        decisions: [decision('d1', 'My words', 'g1', ['text']), decision('d9', 'Mine too', 'g9', ['text'])],
      }),
      proposed({
        summary: body({ overview: 'Theirs.', points: [{ text: 'Another', segments: ['g2'] }] }),
        decisions: [decision('d1', 'Their words', 'g1')],
      }),
      told,
    )
    for (const { rows } of shown) for (const row of rows) expect([row.kind, row.now]).toEqual(['stays', row.old])
    expect(shown.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['overview', 1],
      ['decisions', 2],
      ['points', 1],
    ])
  })

  it('see another owner, another title, another answer', () => {
    const item = { id: 'a1', task: 'Write', owner: 'Ada', due: null, segments: ['g1'], edited: [] } as unknown as ActionItem
    const chapter = { id: 'c1', title: 'Start', summary: 'All of it', segments: ['g1'], edited: [] } as unknown as Chapter
    const ask = { question: 'When do we ship?', answer: '', segments: ['g2'] }
    const shown = sections(
      standing({ tasks: [item], chapters: [chapter], summary: summary({ questions: [ask] }) }),
      proposed({
        action_items: [{ ...item, owner: 'Bob' }],
        chapters: [{ ...chapter, title: 'Begin' }],
        summary: body({ questions: [{ ...ask, answer: 'In May' }] }),
      }),
      told,
    )
    const kinds = Object.fromEntries(shown.map(({ name, rows }) => [name, rows.map(({ kind }) => kind)]))
    expect(kinds).toEqual({ overview: ['same'], tasks: ['changed'], chapters: ['changed'], questions: ['changed'] })
  })
})
