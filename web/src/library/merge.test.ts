import { describe, expect, it } from 'vitest'
import type { Row } from '../lib/types'
import { append, remove, replace, upsert } from './merge'

const row = (id: string, day: number, seq = 1, more: Partial<Row> = {}): Row => ({
  id,
  title: id,
  date: '2026-01-05',
  created: `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`,
  updated: '',
  state: 'done',
  reason: null,
  failed_stage: null,
  progress: {},
  eta: null,
  queue: null,
  duration: 60,
  language: 'en',
  source: 'upload',
  pipeline: 'recording',
  warnings: [],
  speakers: [],
  open_action_items: 0,
  action_items: 0,
  seq,
  ...more,
})

const ids = (rows: readonly Row[]): string => rows.map(({ id }) => id).join('')
const list = [row('d', 9), row('c', 7), row('b', 5)]

describe('a list of meetings', () => {
  it('grows by pages, and shows a meeting once', () => {
    expect(ids(append(list, [row('b', 5), row('a', 1)]))).toBe('dcba')
  })

  it('puts a new meeting where it belongs', () => {
    expect(ids(upsert(list, row('x', 10), false))).toBe('xdcb')
    expect(ids(upsert(list, row('x', 6), false))).toBe('dcxb')
  })

  it('leaves a meeting behind the last page read to its page', () => {
    expect(upsert(list, row('x', 1), false)).toBe(list)
    expect(ids(upsert(list, row('x', 1), true))).toBe('dcbx')
  })

  it('takes newer states in place, older ones not', () => {
    const newer = upsert(list, row('c', 7, 5, { title: 'new' }), false)
    expect(ids(newer)).toBe('dcb')
    expect(newer[1]?.title).toBe('new')
    expect(upsert(newer, row('c', 7, 4), false)).toBe(newer)
  })

  it('keeps what a search found in a meeting that changes', () => {
    const hits: Row['hits'] = [{ kind: 'segment', id: 'g1', start: 3, text: 'found', ranges: [[0, 5]] }]
    const found = [row('c', 7, 1, { hits })]
    expect(replace(found, row('c', 7, 2, { hits: [] }))[0]).toMatchObject({ seq: 2, hits })
    expect(replace(found, row('x', 7))).toBe(found)
  })

  it('loses what is deleted', () => {
    expect(ids(remove(list, 'c'))).toBe('db')
    expect(remove(list, 'x')).toBe(list)
  })
})
