/** Two texts side by side: what both have, and what only one of them has. */
export interface Piece {
  text: string
  kind: 'same' | 'gone' | 'new'
}

/** Below this share of common words, marks on single words would only confuse. */
const ALIKE = 0.4
/** Words beyond which texts are compared as wholes. */
const MOST = 1500

/** Words with the blanks after them; each Chinese character is one. */
function words(text: string): string[] {
  return text.match(/\p{Script=Han}|[^\s\p{Script=Han}]+\s*|\s+/gu) ?? []
}

function bare(word: string): string {
  return word.trim().toLowerCase()
}

/** How many words two texts share, 0 to 1, by Dice's measure. */
export function likeness(one: string, other: string): number {
  const [a, b] = [words(one).map(bare), words(other).map(bare)]
  if (!a.length || !b.length) return a.length === b.length ? 1 : 0
  const left = new Map<string, number>()
  for (const word of a) left.set(word, (left.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of b) {
    const count = left.get(word) ?? 0
    if (count) shared++
    left.set(word, count - 1)
  }
  return (2 * shared) / (a.length + b.length)
}

/** The old text with what goes, and the new one with what comes: by the longest common subsequence of words. */
export function compared(old: string, now: string): { old: Piece[]; now: Piece[] } {
  const [a, b] = [words(old), words(now)]
  if (old === now || a.length > MOST || b.length > MOST || likeness(old, now) < ALIKE) return { old: plain(old), now: plain(now) }
  const kept = common(a.map(bare), b.map(bare))
  return { old: pieces(a, new Set(kept.map(([at]) => at)), 'gone'), now: pieces(b, new Set(kept.map(([, at]) => at)), 'new') }
}

export function plain(text: string): Piece[] {
  return text ? [{ text, kind: 'same' }] : []
}

function common(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}

function pieces(all: readonly string[], kept: ReadonlySet<number>, other: 'gone' | 'new'): Piece[] {
  const joined: Piece[] = []
  all.forEach((text, index) => {
    const kind = kept.has(index) ? 'same' : other
    const last = joined.at(-1)
    if (last?.kind === kind) last.text += text
    else joined.push({ text, kind })
  })
  return joined
}
