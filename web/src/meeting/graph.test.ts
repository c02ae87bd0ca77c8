import { expect, it } from 'vitest'
import { layers, layout, stageState } from './graph'

const node = (name: string, ...from: string[]): { name: string; use: string; from: string[]; model: null } => ({
  name,
  use: `x.${name}`,
  from,
  model: null,
})

const GRAPH = [
  node('speech', 'audio'),
  node('asr', 'speech'),
  node('speakers', 'audio'),
  node('segments', 'asr', 'speakers'),
  node('chapters', 'segments'),
  node('summary', 'segments'),
]

it('puts a node below everything it reads', () => {
  expect(layers(GRAPH)).toEqual([['speech'], ['asr', 'speakers'], ['segments'], ['chapters', 'summary']])
})

it('places boxes without overlap, in both directions', () => {
  const size = { width: 80, height: 30, gapX: 10, gapY: 20 }
  const down = layout(GRAPH, size, true)
  expect([down.width, down.height]).toEqual([170, 180])
  const right = layout(GRAPH, size, false)
  expect([right.width, right.height]).toEqual([350, 80])
  for (const { nodes } of [down, right]) expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(GRAPH.length)
  expect(down.edges.map(({ from, to }) => `${from}>${to}`)).toContain('speakers>segments')
})

it('survives a circle', () => {
  expect(
    layers([node('one', 'two'), node('two', 'one')])
      .flat()
      .sort(),
  ).toEqual(['one', 'two'])
})

it('tells what a stage does', () => {
  const meeting = { state: 'processing', progress: { asr: 0.4, speech: 1 }, failed_stage: null }
  expect(stageState('asr', meeting)).toBe('working')
  expect(stageState('speech', meeting)).toBe('done')
  expect(stageState('summary', meeting)).toBe('waiting')
  expect(stageState('asr', { ...meeting, state: 'failed', failed_stage: 'asr' })).toBe('failed')
  expect(stageState('summary', { ...meeting, state: 'done' })).toBe('done')
})
