/** Short messages at the edge of the page, with what a person can do about them. */
export interface Action {
  label: string
  run: () => void
}

export interface Wanted {
  actions?: Action[]
  /** Milliseconds until it goes by itself; 0 for never. */
  timeout?: number
  kind?: 'plain' | 'error'
  /** Called when it goes without an action. */
  expired?: () => void
}

export interface Toast extends Required<Omit<Wanted, 'expired'>> {
  id: number
  text: string
}

interface Timed {
  expired: (() => void) | undefined
  timer?: ReturnType<typeof setTimeout>
}

const timed = new Map<number, Timed>()
let last = 0

export const toasts = $state<Toast[]>([])

/** Shows a message; the answer takes it away again without a further word. */
export function toast(text: string, wanted: Wanted = {}): () => void {
  const id = ++last
  const { actions = [], kind = 'plain', expired } = wanted
  const timeout = wanted.timeout ?? (actions.length ? 8000 : 5000)
  toasts.push({ id, text, actions, timeout, kind })
  timed.set(id, { expired, ...(timeout ? { timer: setTimeout(() => dismiss(id), timeout) } : {}) })
  return () => void take(id)
}

/** Takes a message away as if its time were over. */
export function dismiss(id: number): void {
  take(id)?.expired?.()
}

/** Does what a message offers, and takes it away. */
export function act(id: number, action: Action): void {
  take(id)
  action.run()
}

function take(id: number): Timed | undefined {
  const known = timed.get(id)
  const index = toasts.findIndex((shown) => shown.id === id)
  if (index >= 0) toasts.splice(index, 1)
  timed.delete(id)
  clearTimeout(known?.timer)
  return known
}
