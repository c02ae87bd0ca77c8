/** Lists of meetings, newest first: pages put together with what changes meanwhile. */
import type { Row } from '../lib/types'

function older(one: Row, other: Row): boolean {
  return one.created === other.created ? one.id < other.id : one.created < other.created
}

/** A page behind what is there; a meeting that moved into it is not shown twice. */
export function append(rows: readonly Row[], page: readonly Row[]): Row[] {
  const ids = new Set(rows.map((row) => row.id))
  return [...rows, ...page.filter((row) => !ids.has(row.id))]
}

/** The newer state of a meeting in its place; the same list when it is not there or no news. */
export function replace(rows: readonly Row[], row: Row): readonly Row[] {
  const at = rows.findIndex(({ id }) => id === row.id)
  const before = rows[at]
  if (!before || before.seq > row.seq) return rows
  const { hits } = before
  return rows.with(at, hits ? { ...row, hits } : row)
}

/** A meeting in its place, new or changed; one that belongs behind the last page read is left out. */
export function upsert(rows: readonly Row[], row: Row, complete: boolean): readonly Row[] {
  if (rows.some(({ id }) => id === row.id)) return replace(rows, row)
  const at = rows.findIndex((other) => older(other, row))
  if (at < 0) return complete ? [...rows, row] : rows
  return rows.toSpliced(at, 0, row)
}

export function remove(rows: readonly Row[], id: string): readonly Row[] {
  const left = rows.filter((row) => row.id !== id)
  return left.length === rows.length ? rows : left
}
