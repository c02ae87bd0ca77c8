import type { GraphNode } from '../lib/types'

export type StageState = 'waiting' | 'working' | 'done' | 'failed'

export interface Placed {
  name: string
  x: number
  y: number
  layer: number
}

export interface Edge {
  from: string
  to: string
  path: string
}

export interface Layout {
  nodes: Placed[]
  edges: Edge[]
  width: number
  height: number
}

export interface Size {
  width: number
  height: number
  gapX: number
  gapY: number
}

/** Layers by the longest way from the source, a first node as late as it is needed; in one, a node stands near those it reads. */
export function layers(graph: readonly GraphNode[]): string[][] {
  const nodes = new Map(graph.map((node) => [node.name, node]))
  const depth = new Map<string, number>()
  const measure = (name: string): number => {
    const known = depth.get(name)
    if (known !== undefined) return known
    depth.set(name, 0)
    const above = (nodes.get(name)?.from ?? []).filter((from) => nodes.has(from))
    const found = above.length ? Math.max(...above.map(measure)) + 1 : 0
    depth.set(name, found)
    return found
  }
  for (const node of graph) measure(node.name)
  for (const { name, from } of graph) {
    const readers = graph.filter((other) => other.from.includes(name)).map((other) => depth.get(other.name) ?? 1)
    if (!from.some((above) => nodes.has(above)) && readers.length) depth.set(name, Math.max(0, Math.min(...readers) - 1))
  }
  const out: string[][] = []
  for (const { name } of graph) (out[depth.get(name) ?? 0] ??= []).push(name)
  for (const [index, layer] of out.entries()) {
    const above = out[index - 1]
    if (!above) continue
    const middle = (name: string): number => {
      const places = (nodes.get(name)?.from ?? []).map((from) => above.indexOf(from)).filter((place) => place >= 0)
      return places.length ? places.reduce((sum, place) => sum + place, 0) / places.length : above.length
    }
    const order = new Map(layer.map((name) => [name, middle(name)]))
    layer.sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
  }
  return out
}

/** Places for boxes of one size, downwards or to the right, and curves from box to box. */
export function layout(graph: readonly GraphNode[], size: Size, down: boolean): Layout {
  const rows = layers(graph)
  const widest = Math.max(1, ...rows.map((row) => row.length))
  const stepX = size.width + size.gapX
  const stepY = size.height + size.gapY
  const along = (down ? stepY : stepX) * rows.length - (down ? size.gapY : size.gapX)
  const across = (down ? stepX : stepY) * widest - (down ? size.gapX : size.gapY)
  const nodes: Placed[] = []
  for (const [layer, row] of rows.entries())
    for (const [index, name] of row.entries()) {
      const aside = (index + (widest - row.length) / 2) * (down ? stepX : stepY)
      const ahead = layer * (down ? stepY : stepX)
      nodes.push({ name, layer, x: down ? aside : ahead, y: down ? ahead : aside })
    }
  const placed = new Map(nodes.map((node) => [node.name, node]))
  const edges: Edge[] = []
  for (const node of graph)
    for (const from of node.from) {
      const source = placed.get(from)
      const target = placed.get(node.name)
      if (source && target) edges.push({ from, to: node.name, path: curve(source, target, size, down) })
    }
  return { nodes, edges, width: down ? across : along, height: down ? along : across }
}

function curve(from: Placed, to: Placed, size: Size, down: boolean): string {
  const [x1, y1] = down ? [from.x + size.width / 2, from.y + size.height] : [from.x + size.width, from.y + size.height / 2]
  const [x2, y2] = down ? [to.x + size.width / 2, to.y] : [to.x, to.y + size.height / 2]
  const bend = down ? size.gapY * 0.6 : size.gapX * 0.6
  return down
    ? `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`
    : `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}

/** What a node does now, from the meeting's progress. */
export function stageState(
  name: string,
  meeting: { state: string; progress: Record<string, number>; failed_stage: string | null },
): StageState {
  const done = meeting.progress[name] ?? 0
  if (meeting.state === 'failed' && meeting.failed_stage === name) return 'failed'
  if (done >= 1 || meeting.state === 'done') return 'done'
  return meeting.state === 'processing' && done > 0 ? 'working' : 'waiting'
}
