import { describe, expect, it } from 'vitest'
import { groupOf } from './groups'
import { commandOf } from './keys'
import { named } from './speakers'
import { Speed } from './speed'
import { stageName, working } from './stages'

const key = (key: string, more = {}): ReturnType<typeof commandOf> =>
  commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, target: null, ...more })

describe('keys', () => {
  it.each([
    ['/', 'search'],
    ['J', 'next'],
    ['ArrowUp', 'previous'],
    ['F2', 'rename'],
    ['Delete', 'delete'],
    ['?', 'help'],
    ['x', null],
  ])('%s', (name, command) => {
    expect(key(name)).toBe(command)
  })

  it('leaves the browser’s keys and those of fields alone', () => {
    expect(key('j', { ctrlKey: true })).toBe(null)
    expect(key('j', { target: { closest: () => ({}) } })).toBe(null)
  })
})

describe('groups', () => {
  const now = new Date(2026, 0, 8, 9)
  it.each([
    [new Date(2026, 0, 8, 0, 5), 'Today'],
    [new Date(2026, 0, 9), 'Today'],
    [new Date(2026, 0, 7, 23, 55), 'Yesterday'],
    [new Date(2026, 0, 5, 12), 'Earlier this week'],
    [new Date(2026, 0, 4, 12), 'January 2026'],
    [new Date(2025, 11, 31), 'December 2025'],
  ])('%s', (created, group) => {
    expect(groupOf(created.toISOString(), now)).toBe(group)
  })

  it('has none for what is no moment', () => {
    expect(groupOf('', now)).toBe('')
  })
})

describe('stages', () => {
  it('shows the one that the others wait for', () => {
    expect(working({ speech: 0.9, speakers: 0.8, asr: 0.1, draft: 0.09, minutes: 0 })).toEqual({ stage: 'asr', done: 0.1 })
    expect(working({ speech: 1, asr: 0.4, speakers: 0.2 })).toEqual({ stage: 'speakers', done: 0.2 })
    expect(working({ speech: 1, asr: 0, speakers: 0.2 })).toEqual({ stage: 'speakers', done: 0.2 })
    expect(working({ speech: 1, asr: 0 })).toEqual({ stage: 'asr', done: null })
    expect(working({ speech: 1 })).toBe(null)
  })

  it('keeps the names of a person’s own pipeline', () => {
    expect([stageName('asr'), stageName('my_stage')]).toEqual(['Recognising words', 'my stage'])
  })
})

describe('speakers', () => {
  it('have the colours of the meeting view, in the order of their ids', () => {
    const speaker = (id: string, name: string | null): { id: string; name: string | null; talk_seconds: number } => ({
      id,
      name,
      talk_seconds: 1,
    })
    expect(named([speaker('S10', 'Jun'), speaker('S2', null), speaker('S1', 'Maria')], (n) => `Speaker ${n}`)).toEqual([
      { id: 'S1', name: 'Maria', colour: 1 },
      { id: 'S2', name: 'Speaker 2', colour: 2 },
      { id: 'S10', name: 'Jun', colour: 3 },
    ])
  })
})

describe('speed', () => {
  it('follows the last seconds', () => {
    const speed = new Speed()
    expect(speed.take(0, 0)).toBe(null)
    expect(speed.take(1000, 500)).toBe(500)
    for (let at = 2000; at <= 20_000; at += 1000) speed.take(at, at * 2)
    expect(speed.take(21_000, 42_000)).toBe(2000)
  })
})
