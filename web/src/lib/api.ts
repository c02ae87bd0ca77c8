/** The server's HTTP calls. A refusal is an ApiError with the problem document, no connection an Unreachable. */
import { t } from './i18n.svelte'
import { session } from './session.svelte'
import type { About, Meeting, Minutes, NewMeeting, Page, ProposalDetail, Row, Waveform } from './types'

export type Problem = Record<string, unknown>

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    const { detail, title } = problem as { detail?: unknown; title?: unknown }
    super(typeof detail === 'string' && detail ? detail : typeof title === 'string' && title ? title : t('error.server', { status }))
  }
}

export class Unreachable extends Error {
  constructor() {
    super(t('error.unreachable'))
  }
}

export interface Options {
  signal?: AbortSignal
  /** Lets the call outlive the page. */
  keepalive?: boolean
}

/** Calls the server; where it wants a token, waits until a person has given one and calls again. */
export async function request<T>(method: string, path: string, body?: unknown, options: Options = {}): Promise<T> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  for (;;) {
    const answer = await ask(path, { method, ...sent, ...options })
    if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T
    if (answer.status !== 401) throw new ApiError(answer.status, await problemOf(answer))
    await session.wanted()
    options.signal?.throwIfAborted()
  }
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (error) {
    throw error instanceof TypeError ? new Unreachable() : error
  }
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const problem: unknown = await answer.json()
    return typeof problem === 'object' && problem !== null ? (problem as Problem) : {}
  } catch {
    return {}
  }
}

/** Gives the token for a cookie; false when it is the wrong one. */
export async function signIn(token: string): Promise<boolean> {
  const headers = { 'content-type': 'application/json' }
  const answer = await ask('/api/session', { method: 'POST', body: JSON.stringify({ token }), headers })
  if (answer.ok) session.given()
  else if (answer.status !== 401) throw new ApiError(answer.status, await problemOf(answer))
  return answer.ok
}

function place(id: string, ...rest: string[]): string {
  return ['/api/meetings', encodeURIComponent(id), ...rest].join('/')
}

let about: Promise<About> | undefined

/** What the server can do; asked once. */
export function getAbout(): Promise<About> {
  about ??= request<About>('GET', '/api/about').catch((error: unknown) => {
    about = undefined
    throw error
  })
  return about
}

export function listMeetings(search: { query?: string; limit?: number; cursor?: string | null }, options?: Options): Promise<Page> {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) if (value) query.set(key, String(value))
  return request<Page>('GET', `/api/meetings?${query.toString()}`, undefined, options)
}

export const getMeeting = (id: string): Promise<Meeting> => request('GET', place(id))
export const getMinutes = (id: string): Promise<Minutes> => request('GET', place(id, 'minutes'))
export const getWaveform = (id: string): Promise<Waveform> => request('GET', place(id, 'waveform'))
export const getProposal = (id: string): Promise<ProposalDetail> => request('GET', place(id, 'proposal'))
export const startMeeting = (wanted: NewMeeting): Promise<Row & { duplicate?: boolean }> => request('POST', '/api/meetings', wanted)
export const renameMeeting = (id: string, title: string): Promise<Meeting> => request('PATCH', place(id), { title })
export const retryMeeting = (id: string): Promise<Row> => request('POST', place(id, 'retry'), {})
export const cancelMeeting = (id: string): Promise<Row> => request('POST', place(id, 'cancel'), {})
export const deleteMeeting = (id: string, options?: Options): Promise<void> => request('DELETE', place(id), undefined, options)
