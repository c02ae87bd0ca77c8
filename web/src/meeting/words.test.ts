import { describe, expect, it } from 'vitest'
import { align, codePoints, lastBegun, pieces } from './words'

const word = (text: string, start: number, confidence = 0.9): { text: string; start: number; end: number; confidence: number } => ({
  text,
  start,
  end: start + 1,
  confidence,
})

function shown(text: string, tokens: ReturnType<typeof align>): string[] {
  return tokens.map((token) => text.slice(token.from, token.to))
}

describe('align', () => {
  it('finds every word in order', () => {
    const text = 'Good morning, everyone.'
    const tokens = align(text, [word('Good', 0), word('morning,', 1), word('everyone.', 2)], 0, 3)
    expect(shown(text, tokens)).toEqual(['Good', 'morning,', 'everyone.'])
    expect(tokens.map((token) => token.start)).toEqual([0, 1, 2])
  })

  it('finds Chinese words written without blanks', () => {
    const text = '检查 API 文档。'
    const tokens = align(text, [word('检', 0), word('查', 1), word('API', 2), word('文', 3), word('档', 4)], 0, 5)
    expect(shown(text, tokens)).toEqual(['检', '查', 'API', '文', '档。'])
  })

  it('gives words a person wrote times between their neighbours', () => {
    const text = 'We really do ship.'
    const tokens = align(text, [word('We', 0), word('ship.', 4)], 0, 5)
    expect(shown(text, tokens)).toEqual(['We', 'really', 'do', 'ship.'])
    expect(tokens.map((token) => token.start)).toEqual([0, 1, 2.5, 4])
    expect(tokens[1]?.confidence).toBeNull()
  })

  it('takes marks after a word as part of it', () => {
    const text = 'Yes, we do!'
    const tokens = align(text, [word('Yes', 0), word('we', 1), word('do', 2)], 0, 3)
    expect(shown(text, tokens)).toEqual(['Yes,', 'we', 'do!'])
  })

  it('never takes the middle of another word', () => {
    const text = 'An island is small.'
    const tokens = align(text, [word('is', 2), word('small.', 3)], 0, 4)
    expect(shown(text, tokens)).toEqual(['An', 'island', 'is', 'small.'])
    expect(tokens[2]?.start).toBe(2)
  })

  it('spreads a text without words over its time', () => {
    const tokens = align('one two', [], 10, 14)
    expect(tokens.map(({ start, end }) => [start, end])).toEqual([
      [10, 12],
      [12, 14],
    ])
  })

  it('has nothing to say of nothing', () => {
    expect(align('', [], 0, 1)).toEqual([])
  })

  it('skips words that were edited away', () => {
    const text = 'We ship.'
    const tokens = align(text, [word('We', 0), word('never', 1), word('ship.', 2)], 0, 3)
    expect(tokens.map((token) => token.start)).toEqual([0, 2])
  })
})

describe('lastBegun', () => {
  const items = [{ start: 1 }, { start: 2 }, { start: 5 }]
  it.each([
    [0, -1],
    [1, 0],
    [1.9, 0],
    [4.99, 1],
    [100, 2],
  ])('at %d is %d', (time, index) => {
    expect(lastBegun(items, time)).toBe(index)
  })
})

describe('pieces', () => {
  it('cuts text where words and marks begin and end', () => {
    const text = 'Ship it now'
    const tokens = align(text, [word('Ship', 0), word('it', 1), word('now', 2)], 0, 3)
    const mark = { from: 2, to: 6, current: true }
    expect(pieces(text, tokens, [mark]).map((piece) => [piece.text, piece.token, piece.mark !== null])).toEqual([
      ['Sh', 0, false],
      ['ip', 0, true],
      [' ', -1, true],
      ['i', 1, true],
      ['t', 1, false],
      [' ', -1, false],
      ['now', 2, false],
    ])
  })
})

it('counts code points as the server does', () => {
  expect(codePoints('a😀b', 3)).toBe(2)
})
