/** What is held while a recording runs: the screen's light, and the right to be the only tab that records it. */

/** Keeps the screen from going dark until it is let go; asked for again whenever the page is seen again. */
export function lightScreen(): () => void {
  const gone = new AbortController()
  let light: WakeLockSentinel | null = null
  async function ask(): Promise<void> {
    if (gone.signal.aborted || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    try {
      light = await navigator.wakeLock.request('screen')
      if (gone.signal.aborted) await light.release()
    } catch {
      // A battery that runs low refuses it; the recording goes on as long as the machine is awake.
    }
  }
  document.addEventListener('visibilitychange', () => void ask(), { signal: gone.signal })
  void ask()
  return () => {
    gone.abort()
    void light?.release().catch(() => undefined)
  }
}

const lockName = (id: string): string => `recording ${id}`

/** Makes this tab the one that records a meeting; null when another one does. */
export function claim(id: string): Promise<(() => void) | null> {
  if (!('locks' in navigator)) return Promise.resolve(() => undefined)
  return new Promise((resolve) => {
    void navigator.locks.request(lockName(id), { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null)
      return new Promise<void>((release) => resolve(() => release()))
    })
  })
}

/** Whether some tab of this browser records a meeting. */
export async function claimed(id: string): Promise<boolean> {
  if (!('locks' in navigator)) return false
  const { held } = await navigator.locks.query()
  return held?.some(({ name }) => name === lockName(id)) ?? false
}
