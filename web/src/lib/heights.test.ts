import { expect, it } from 'vitest'
import { Heights } from './heights'

function list(): Heights {
  const heights = new Heights(() => 10)
  heights.use(['a', 'b', 'c', 'd'])
  return heights
}

it('guesses until it knows', () => {
  const heights = list()
  expect(heights.total).toBe(40)
  expect(heights.measure('b', 30)).toBe(true)
  expect(heights.measure('b', 30)).toBe(false)
  expect([heights.top(1), heights.top(2), heights.total]).toEqual([10, 40, 60])
})

it('finds the row at a height', () => {
  const heights = list()
  heights.measure('b', 30)
  expect([-5, 0, 9, 10, 39, 40, 59, 1000].map((y) => heights.at(y))).toEqual([0, 0, 0, 1, 1, 2, 3, 3])
})

it('keeps what it knows while rows come and go', () => {
  const heights = list()
  heights.measure('c', 50)
  heights.use(['c', 'e'])
  expect([heights.top(1), heights.total]).toEqual([50, 60])
  heights.forget()
  expect(heights.total).toBe(20)
})

it('can be empty', () => {
  const heights = new Heights(() => 10)
  expect([heights.total, heights.at(5)]).toEqual([0, 0])
})
