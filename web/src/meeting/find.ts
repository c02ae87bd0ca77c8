/** Where a person's words occur, whatever their case. */
export interface Hit {
  segment: string
  from: number
  to: number
}

export function findHits(segments: Iterable<{ id: string; text: string }>, query: string): Hit[] {
  const wanted = query.trim()
  if (!wanted) return []
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'), 'giu')
  const hits: Hit[] = []
  for (const { id, text } of segments)
    for (const match of text.matchAll(pattern)) hits.push({ segment: id, from: match.index, to: match.index + match[0].length })
  return hits
}
