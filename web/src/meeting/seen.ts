/** How far a reader has read in a meeting that is going on, kept in this browser. */
import { store, stored } from '../lib/stored'
import type { Seen } from './catchup'

const key = (id: string): string => `seen.${id}`

export function seen(id: string): Seen | null {
  const time = Number.parseFloat(stored(key(id)) ?? '')
  return time >= 0 ? { time } : null
}

export function rememberSeen(id: string, time: number): void {
  store(key(id), time.toFixed(1))
}

export function forgetSeen(id: string): void {
  store(key(id), null)
}
