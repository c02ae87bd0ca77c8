import { expect, it } from 'vitest'
import { blocks, columns } from './strip'

it('shows who says most in each column', () => {
  const spans = [
    { start: 0, end: 4, speaker: 0 },
    { start: 4, end: 5.2, speaker: 1 },
    { start: 5.2, end: 6, speaker: 0 },
  ]
  expect([...columns(spans, 10, 5)]).toEqual([0, 0, 1, -1, -1])
  expect(blocks(columns(spans, 10, 5))).toEqual([
    { from: 0, to: 2, speaker: 0 },
    { from: 2, to: 3, speaker: 1 },
  ])
})

it('is empty without time or width', () => {
  expect([...columns([{ start: 0, end: 1, speaker: 0 }], 0, 2)]).toEqual([-1, -1])
  expect(columns([], 10, 0).length).toBe(0)
})

it('holds 4,000 segments in a blink', () => {
  const spans = Array.from({ length: 4000 }, (_, index) => ({ start: index * 2.7, end: index * 2.7 + 2.6, speaker: index % 6 }))
  const before = performance.now()
  columns(spans, 10800, 2000)
  expect(performance.now() - before).toBeLessThan(50)
})
