import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { exportAddress, grouped, remember, remembered } from './exporting'

const format = (name: string): { name: string } => ({ name })

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

it('groups formats as people look for them, and loses none', () => {
  const groups = grouped(['json', 'md', 'docx', 'xyz', 'srt'].map(format))
  expect(groups.map(({ name, formats }) => [name, formats.map((each) => each.name)])).toEqual([
    ['documents', ['docx', 'md']],
    ['subtitles', ['srt']],
    ['data', ['json']],
    ['more', ['xyz']],
  ])
})

it('remembers what was left out', () => {
  expect(remembered()).toEqual({ transcript: true, timestamps: true, speakers: true })
  remember({ transcript: false, timestamps: true, speakers: false })
  expect(remembered()).toEqual({ transcript: false, timestamps: true, speakers: false })
  remember({ transcript: true, timestamps: true, speakers: true })
  expect(remembered().transcript).toBe(true)
})

it('says in the address what is wanted', () => {
  const chosen = { transcript: false, timestamps: true, speakers: true }
  expect(exportAddress('a/b', 'docx', chosen)).toBe('/api/meetings/a%2Fb/export?format=docx&transcript=false&timestamps=true&speakers=true')
})
