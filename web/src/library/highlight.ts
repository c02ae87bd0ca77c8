/** A piece of a text, found or not. */
export interface Piece {
  text: string
  found: boolean
}

/** Cuts a text at ranges that are counted in code points, in any order, overlapping or beyond its end. */
export function pieces(text: string, ranges: readonly (readonly [number, number])[]): Piece[] {
  const points = [...text]
  const out: Piece[] = []
  let at = 0
  const push = (to: number, found: boolean): void => {
    if (to > at) out.push({ text: points.slice(at, to).join(''), found })
    at = Math.max(at, to)
  }
  for (const [from, to] of [...ranges].sort((one, other) => one[0] - other[0])) {
    push(Math.min(from, points.length), false)
    push(Math.min(to, points.length), true)
  }
  push(points.length, false)
  return out
}

/** The pieces with the text before the first find shortened to its last words, so that the find is in sight. */
export function around(all: readonly Piece[], before: number): Piece[] {
  const [head, ...rest] = all
  if (!head || head.found || rest.length === 0) return [...all]
  const points = [...head.text]
  if (points.length <= before) return [...all]
  const tail = points.slice(-before).join('')
  const blank = tail.search(/\s/)
  return [{ text: `…${blank >= 0 && blank < before / 2 ? tail.slice(blank + 1) : tail}`, found: false }, ...rest]
}
