import { afterEach, describe, expect, it } from 'vitest'
import { language } from './i18n.svelte'
import { clock, day, isoDay, length, size } from './time'

afterEach(() => language.set('en'))

describe('clock', () => {
  it.each([
    [0, '0:00'],
    [75.9, '1:15'],
    [3599, '59:59'],
    [3675, '1:01:15'],
    [-1, '0:00'],
  ])('%d s → %s', (seconds, text) => {
    expect(clock(seconds)).toBe(text)
  })
})

describe('length', () => {
  it.each([
    [42.2, '42 s', '42 秒'],
    [59.7, '1 min', '1 分钟'],
    [3570, '1 h', '1 小时'],
    [3900, '1 h 5 min', '1 小时 5 分钟'],
    [10_800, '3 h', '3 小时'],
  ])('%d s', (seconds, english, chinese) => {
    expect(length(seconds)).toBe(english)
    language.set('zh')
    expect(length(seconds)).toBe(chinese)
  })
})

describe('day', () => {
  it('is the same calendar day everywhere', () => {
    expect(day('2026-01-05')).toBe('5 Jan 2026')
    language.set('zh')
    expect(day('2026-01-05')).toBe('2026年1月5日')
  })

  it('shows what it cannot read', () => {
    expect(day('soon')).toBe('soon')
  })

  it('is written as the server wants it', () => {
    expect(isoDay(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
  })
})

describe('size', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 kB'],
    [8 * 1024 ** 2, '8.0 MB'],
    [300 * 1024 ** 2, '300 MB'],
    [4 * 1024 ** 3, '4.0 GB'],
  ])('%d → %s', (bytes, text) => {
    expect(size(bytes)).toBe(text)
  })
})
