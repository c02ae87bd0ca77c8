import { store, stored } from '../lib/stored'

/** What a file is to hold; a format that cannot do without it keeps it. */
export const CHOICES = ['transcript', 'timestamps', 'speakers'] as const
export type Choice = (typeof CHOICES)[number]
export type Chosen = Record<Choice, boolean>

const GROUPS = [
  { name: 'documents', formats: ['docx', 'pdf', 'html', 'md', 'txt'] },
  { name: 'subtitles', formats: ['srt', 'vtt'] },
  { name: 'data', formats: ['json', 'csv'] },
  { name: 'calendar', formats: ['ics'] },
  { name: 'mindmap', formats: ['opml', 'mindmap'] },
] as const
export type GroupName = (typeof GROUPS)[number]['name'] | 'more'

export interface Group<F> {
  name: GroupName
  formats: F[]
}

/** Formats as people look for them; one that this page does not know comes last. */
export function grouped<F extends { name: string }>(formats: readonly F[]): Group<F>[] {
  const left = new Map(formats.map((format) => [format.name, format]))
  const groups: Group<F>[] = GROUPS.map(({ name, formats: known }) => ({
    name,
    formats: known.flatMap((each) => {
      const format = left.get(each)
      left.delete(each)
      return format ?? []
    }),
  }))
  return [...groups, { name: 'more' as const, formats: [...left.values()] }].filter((group) => group.formats.length)
}

const KEY = 'export'

/** What was chosen last time; at first, everything. */
export function remembered(): Chosen {
  const left = new Set((stored(KEY) ?? '').split(' '))
  return { transcript: !left.has('transcript'), timestamps: !left.has('timestamps'), speakers: !left.has('speakers') }
}

export function remember(chosen: Chosen): void {
  const left = CHOICES.filter((choice) => !chosen[choice])
  store(KEY, left.length ? left.join(' ') : null)
}

export function exportAddress(meeting: string, format: string, chosen: Chosen): string {
  const wanted = CHOICES.map((choice) => [choice, String(chosen[choice])])
  const query = new URLSearchParams([['format', format], ...wanted])
  return `/api/meetings/${encodeURIComponent(meeting)}/export?${query.toString()}`
}
