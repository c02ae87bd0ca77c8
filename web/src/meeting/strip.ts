/** Who speaks at each pixel of a strip over the whole recording. */
export interface Span {
  start: number
  end: number
  speaker: number
}

/** For each column the speaker who says most in it, -1 for silence; one pass over the spans. */
export function columns(spans: readonly Span[], duration: number, width: number): Int16Array {
  const shown = new Int16Array(width).fill(-1)
  if (duration <= 0 || width <= 0) return shown
  const most = new Float64Array(width)
  const scale = width / duration
  let here = new Map<number, number>()
  let column = -1
  for (const { start, end, speaker } of spans) {
    const first = Math.max(0, Math.floor(start * scale))
    const last = Math.min(width - 1, Math.floor(end * scale))
    for (let at = first; at <= last; at++) {
      const share = Math.min(end * scale, at + 1) - Math.max(start * scale, at)
      if (at !== column) {
        column = at
        here = new Map()
      }
      const said = (here.get(speaker) ?? 0) + share
      here.set(speaker, said)
      if (said > (most[at] ?? 0)) {
        most[at] = said
        shown[at] = speaker
      }
    }
  }
  return shown
}

/** Neighbouring columns of one speaker as one block. */
export function blocks(shown: Int16Array): { from: number; to: number; speaker: number }[] {
  const out: { from: number; to: number; speaker: number }[] = []
  for (let at = 0; at < shown.length; at++) {
    const speaker = shown[at] ?? -1
    const last = out.at(-1)
    if (last?.to === at && last.speaker === speaker) last.to = at + 1
    else if (speaker >= 0) out.push({ from: at, to: at + 1, speaker })
  }
  return out
}
