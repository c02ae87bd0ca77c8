import { describe, expect, it } from 'vitest'
import { around, pieces, type Piece } from './highlight'

const shown = (all: readonly Piece[]): string => all.map(({ text, found }) => (found ? `[${text}]` : text)).join('')

describe('pieces', () => {
  it.each<[string, [number, number][], string]>([
    ['the invoice', [[4, 11]], 'the [invoice]'],
    ['the invoice', [], 'the invoice'],
    ['𝒜𝒷 发票 x', [[3, 5]], '𝒜𝒷 [发票] x'],
    ['👩‍💻 ok', [[4, 6]], '👩‍💻 [ok]'],
    [
      'one two',
      [
        [4, 7],
        [0, 3],
      ],
      '[one] [two]',
    ],
    [
      'abcdef',
      [
        [1, 4],
        [2, 3],
        [3, 5],
      ],
      'a[bcd][e]f',
    ],
    ['abc', [[2, 99]], 'ab[c]'],
    ['abc', [[7, 9]], 'abc'],
    ['', [[0, 1]], ''],
  ])('%s', (text, ranges, result) => {
    expect(shown(pieces(text, ranges))).toBe(result)
  })
})

describe('around', () => {
  it('brings the first find into sight', () => {
    const text = 'a long way to go before the invoice comes'
    expect(shown(around(pieces(text, [[28, 35]]), 14))).toBe('…before the [invoice] comes')
  })

  it('leaves short beginnings alone', () => {
    expect(shown(around(pieces('the invoice', [[4, 11]]), 14))).toBe('the [invoice]')
    expect(shown(around(pieces('nothing found in here', []), 4))).toBe('nothing found in here')
  })

  it('cuts text without blanks between characters', () => {
    expect(shown(around(pieces('大家早上好今天讨论发票', [[9, 11]]), 4))).toBe('…今天讨论[发票]')
  })
})
