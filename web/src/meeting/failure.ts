import { ApiError } from '../lib/api'
import type { Item } from './ledger'
import type { Failure } from './queue'

/** How a call failed, as far as what was to be changed is concerned. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiError)) return { how: 'offline' }
  const current = error.problem['current']
  if (error.status === 409 && current) return { how: 'conflict', current: current as Item & { seq: number } }
  return { how: 'refused', message: error.message }
}
