import { afterEach, describe, expect, it } from 'vitest'
import { en as meetingEn, zh as meetingZh } from '../meeting/messages'
import { en as proposalEn, zh as proposalZh } from '../proposal/messages'
import { addMessages, language, t } from './i18n.svelte'
import { en, zh } from './messages'

afterEach(() => language.set('en'))

const marks = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort()

describe('t', () => {
  it('puts values in their places and follows the count', () => {
    expect(t('library.count', { count: 1 })).toBe('1 meeting')
    expect(t('library.count', { count: 7 })).toBe('7 meetings')
    language.set('zh')
    expect(t('library.count', { count: 7 })).toBe('7 个会议')
  })

  it('says what a view that came later brings along', () => {
    addMessages({ en: meetingEn, zh: meetingZh })
    expect(t('meeting.transcript')).toBe('Transcript')
  })

  it.each([
    ['the shell', en, zh],
    ['the meeting view', meetingEn, meetingZh],
    ['other minutes', proposalEn, proposalZh],
  ])('has the same places in every language: %s', (_, english, chinese) => {
    const wrong = Object.entries(english).filter(
      ([key, text]) => String(marks(text)) !== String(marks((chinese as Record<string, string>)[key] ?? '')),
    )
    expect(wrong).toEqual([])
  })
})
