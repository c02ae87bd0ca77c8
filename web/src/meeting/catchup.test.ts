import { describe, expect, it } from 'vitest'
import type { Segment } from '../lib/types'
import { missed, since, type Said } from './catchup'

function segment(id: string, start: number, speaker: string | null, text: string): { value: Segment } {
  const value = {
    id,
    start,
    end: start + 5,
    speaker,
    text,
    final: true,
    overlap: false,
    language: 'en',
    words: [],
    revision: 1,
    edited: [],
  }
  return { value }
}

const marked = { revision: 1, edited: [] }
const said: Said = {
  segments: [
    segment('u1', 0, 'S1', 'Good morning.'),
    segment('u2', 10, 'S1', 'Let us begin.'),
    segment('u3', 100, 'S2', 'It is decided.'),
    segment('u4', 106, null, 'Yes.'),
    segment('u5', 300, 'S1', '好的。'),
    segment('u6', 310, 'S1', '谢谢。'),
  ],
  chapters: [
    { id: 'c1', title: 'One', start: 0, end: 90, summary: '', segments: ['u1'], ...marked },
    { id: 'c2', title: 'Two', start: 90, end: 320, summary: '', segments: ['u3'], ...marked },
  ],
  decisions: [
    { id: 'd1', text: 'Early', segments: ['u1'], ...marked },
    { id: 'd2', text: 'Late', segments: ['u3'], ...marked },
  ],
  tasks: [],
  points: [{ text: 'A point', segments: ['u5'] }],
  questions: [
    { question: 'Answered?', answer: 'Yes', segments: ['u3'] },
    { question: 'Open?', answer: '', segments: ['u3'] },
  ],
}

describe('what has happened', () => {
  it('is everything for who was not there', () => {
    const news = since(said, 0)
    expect(news.chapters.map(({ id }) => id)).toEqual(['c1', 'c2'])
    expect(news.decisions.map(({ what, at }) => [what.text, at])).toEqual([
      ['Early', 0],
      ['Late', 100],
    ])
    expect(news.questions.map(({ what }) => what.question)).toEqual(['Open?'])
  })

  it('is what came later for who comes back, with the chapter that was going on', () => {
    const news = since(said, 95)
    expect(news.chapters.map(({ id }) => id)).toEqual(['c2'])
    expect(news.decisions.map(({ what }) => what.text)).toEqual(['Late'])
    expect(since(said, 200).decisions).toEqual([])
  })

  it('ends with the last minutes of the talk, by speaker', () => {
    expect(since(said, 90).turns).toEqual([{ speaker: 'S1', start: 300, text: '好的。谢谢。' }])
    const early: Said = { ...said, segments: said.segments.slice(0, 4) }
    expect(since(early, 0).turns.map(({ text }) => text)).toEqual(['Good morning. Let us begin.', 'It is decided. Yes.'])
  })
})

it('is offered to who missed something', () => {
  expect(missed(null, 30)).toBeNull()
  expect(missed(null, 600)).toBe('all')
  expect(missed({ time: 580 }, 600)).toBeNull()
  expect(missed({ time: 300 }, 600)).toBe('since')
})
