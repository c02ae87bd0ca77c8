import type { Word } from '../lib/types'

/** A stretch of a segment's text that can be played; `confidence` is null where the time is a guess. */
export interface Token {
  from: number
  to: number
  start: number
  end: number
  confidence: number | null
}

/** Words less sure than this are shown quietly. */
export const UNSURE = 0.5

/** How far beyond the expected place a word is looked for before it counts as edited away. */
const REACH = 80

const PIECE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu

/** Words to places in `text`, in order; what no word covers gets times between its neighbours. */
export function align(text: string, words: readonly Word[], start: number, end: number): Token[] {
  const known = locate(text, words)
  const tokens: Token[] = []
  let at = 0
  let time = start
  for (const token of known) {
    fill(tokens, text, at, token.from, time, token.start)
    tokens.push(token)
    at = token.to
    time = token.end
  }
  fill(tokens, text, at, text.length, time, Math.max(end, time))
  return tokens
}

function locate(text: string, words: readonly Word[]): Token[] {
  const folded = fold(text)
  const found: Token[] = []
  let at = 0
  for (const word of words) {
    const shown = fold(word.text.trim())
    if (!shown) continue
    const from = find(folded, shown, at)
    if (from < 0) continue
    at = from + shown.length
    found.push({ from, to: at, start: word.start, end: word.end, confidence: word.confidence })
  }
  return found
}

function find(text: string, word: string, from: number): number {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at - from > REACH) return -1
    if (parts(text, at) && parts(text, at + word.length)) return at
  }
  return -1
}

const LETTER = /[\p{L}\p{N}]/u
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** Whether two words may part here: never in the middle of one, but between any two Chinese letters. */
function parts(text: string, at: number): boolean {
  const before = text[at - 1] ?? ''
  const after = text[at] ?? ''
  return !LETTER.test(before) || !LETTER.test(after) || WIDE.test(before) || WIDE.test(after)
}

/** Lower case of the same length, so that places stay the same. */
function fold(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text
}

function fill(into: Token[], text: string, from: number, to: number, start: number, end: number): void {
  const gap = text.slice(from, to)
  const pieces = [...gap.matchAll(PIECE)].filter((piece) => /[\p{L}\p{N}]/u.test(piece[0]))
  const last = into.at(-1)
  if (!pieces.length) {
    if (last) last.to = from + gap.trimEnd().length
    return
  }
  const step = Math.max(0, end - start) / pieces.length
  for (const [index, piece] of pieces.entries()) {
    const at = from + piece.index
    into.push({
      from: at,
      to: at + piece[0].length,
      start: start + step * index,
      end: start + step * (index + 1),
      confidence: null,
    })
  }
}

/** Index of the last item that has begun at `time`, -1 before the first. */
export function lastBegun(items: readonly { start: number }[], time: number): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((items[middle]?.start ?? Infinity) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

export interface Mark {
  from: number
  to: number
  current: boolean
}

export interface Piece {
  text: string
  token: number
  mark: Mark | null
}

/** Text cut where tokens and search marks begin and end; `token` is -1 between tokens. */
export function pieces(text: string, tokens: readonly Token[], marks: readonly Mark[]): Piece[] {
  const cuts = new Set([0, text.length])
  for (const span of [...tokens, ...marks]) cuts.add(span.from).add(span.to)
  const places = [...cuts].sort((one, other) => one - other)
  const out: Piece[] = []
  let token = 0
  let mark = 0
  for (let index = 0; index + 1 < places.length; index++) {
    const from = places[index] ?? 0
    const to = places[index + 1] ?? 0
    while ((tokens[token]?.to ?? Infinity) <= from) token++
    while ((marks[mark]?.to ?? Infinity) <= from) mark++
    const inToken = (tokens[token]?.from ?? Infinity) <= from
    const inMark = (marks[mark]?.from ?? Infinity) <= from
    out.push({
      text: text.slice(from, to),
      token: inToken ? token : -1,
      mark: inMark ? (marks[mark] ?? null) : null,
    })
  }
  return out
}

/** Code points before a place in UTF-16, as the server counts. */
export function codePoints(text: string, place: number): number {
  return [...text.slice(0, place)].length
}
