/** What this tab records at the moment. */
import type { Recorder } from './recorder.svelte'

class Now {
  recorder = $state.raw<Recorder | null>(null)
}

export const now = new Now()
