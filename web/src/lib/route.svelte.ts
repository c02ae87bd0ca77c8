/** Where the page is: `#/` the library, `#/m/<id>?t=<seconds>&q=<searched>` a meeting. */
export type Route = { view: 'library' } | { view: 'meeting'; id: string; t?: number; q?: string }

export function parse(hash: string): Route {
  const [, id, query] = /^#\/m\/([^?/]+)(?:\?(.*))?$/.exec(hash) ?? []
  if (id === undefined) return { view: 'library' }
  const values = new URLSearchParams(query)
  const t = Number.parseFloat(values.get('t') ?? '')
  const q = values.get('q')
  return { view: 'meeting', id: decode(id), ...(t >= 0 ? { t } : {}), ...(q ? { q } : {}) }
}

export function meetingLink(id: string, at: { t?: number | null; q?: string } = {}): string {
  const values = new URLSearchParams()
  if (at.t !== undefined && at.t !== null) values.set('t', String(at.t))
  if (at.q) values.set('q', at.q)
  const query = values.toString()
  return `#/m/${encodeURIComponent(id)}${query && `?${query}`}`
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

class Here {
  hash = $state(globalThis.location?.hash ?? '')
  readonly route = $derived(parse(this.hash))

  constructor() {
    globalThis.addEventListener?.('hashchange', () => (this.hash = location.hash))
  }
}

export const here = new Here()
