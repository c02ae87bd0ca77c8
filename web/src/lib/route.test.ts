import { expect, it } from 'vitest'
import { meetingLink, parse } from './route.svelte'

it.each([
  ['', { view: 'library' }],
  ['#/', { view: 'library' }],
  ['#/elsewhere', { view: 'library' }],
  ['#/m/abc', { view: 'meeting', id: 'abc' }],
  ['#/m/abc?t=12.5', { view: 'meeting', id: 'abc', t: 12.5 }],
  ['#/m/abc?t=soon', { view: 'meeting', id: 'abc' }],
  ['#/m/a%2Fb?t=0&q=%E5%8F%91%E7%A5%A8', { view: 'meeting', id: 'a/b', t: 0, q: '发票' }],
  ['#/m/%zz', { view: 'meeting', id: '%zz' }],
])('%s', (hash, route) => {
  expect(parse(hash)).toEqual(route)
})

it('writes what it reads', () => {
  const route = { view: 'meeting', id: 'a/b c', t: 3.25, q: 'a & b' } as const
  expect(parse(meetingLink(route.id, route))).toEqual(route)
  expect(meetingLink('m1', { t: null, q: '' })).toBe('#/m/m1')
})
