import { expect, it } from 'vitest'
import { commandOf } from './keys'

const stroke = (key: string, more: Partial<Parameters<typeof commandOf>[0]> = {}): ReturnType<typeof commandOf> =>
  commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })

it.each([
  [' ', 'toggle'],
  ['J', 'back'],
  ['k', 'pause'],
  ['/', 'search'],
  ['ArrowUp', 'previous'],
  ['m', 'minutes'],
  ['x', null],
])('%s', (key, command) => {
  expect(stroke(key)).toBe(command)
})

it('tells undo from redo and from z', () => {
  expect(stroke('z', { ctrlKey: true })).toBe('undo')
  expect(stroke('Z', { metaKey: true, shiftKey: true })).toBe('redo')
  expect(stroke('y', { ctrlKey: true })).toBe('redo')
  expect(stroke('z')).toBeNull()
})

it('goes both ways through hits', () => {
  expect(stroke('n')).toBe('nextHit')
  expect(stroke('N', { shiftKey: true })).toBe('previousHit')
  expect(stroke('?', { shiftKey: true })).toBe('help')
})

it('leaves the browser its own', () => {
  expect(stroke('l', { ctrlKey: true })).toBeNull()
  expect(stroke('ArrowLeft', { altKey: true })).toBeNull()
})
