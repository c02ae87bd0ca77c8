import { expect, it } from 'vitest'
import { findHits } from './find'

const SEGMENTS = [
  { id: 'g1', text: 'The release (1.0) is on Monday' },
  { id: 'g2', text: '发布日期 RELEASE' },
]

it.each([
  ['release', ['g1 4-11', 'g2 5-12']],
  ['(1.0)', ['g1 12-17']],
  ['发布', ['g2 0-2']],
  ['is  on', ['g1 18-23']],
  ['  ', []],
])('finds %s', (query, found) => {
  expect(findHits(SEGMENTS, query).map(({ segment, from, to }) => `${segment} ${from}-${to}`)).toEqual(found)
})
