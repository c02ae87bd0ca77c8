/** Speakers with the names and colours that the meeting view gives them too. */
import type { Row } from '../lib/types'

const COLOURS = 8

export interface Named {
  id: string
  name: string
  colour: number
}

export function named(speakers: Row['speakers'], unnamed: (number: string) => string): Named[] {
  return [...speakers]
    .sort((one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }))
    .map(({ id, name }, index) => ({
      id,
      name: name ?? unnamed(/\d+$/.exec(id)?.[0] ?? '?'),
      colour: (index % COLOURS) + 1,
    }))
}
