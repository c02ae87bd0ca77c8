/** The records and events of the server's API, as they travel. */

export type State = 'created' | 'recording' | 'processing' | 'done' | 'failed'

interface Editable {
  id: string
  revision: number
  edited: string[]
}

export interface Word {
  text: string
  start: number
  end: number
  confidence: number
}

export interface Segment extends Editable {
  speaker: string | null
  start: number
  end: number
  text: string
  final: boolean
  overlap: boolean
  language: string
  words: Word[]
}

/** A name that a voice may have, and the segments that speak for it. */
export interface Suggestion {
  name: string
  /** 0 to 1. */
  confidence: number
  segments: string[]
}

export interface Speaker extends Editable {
  name: string | null
  talk_seconds: number
  suggestion?: Suggestion
}

export interface Chapter extends Editable {
  title: string
  start: number
  end: number
  summary: string
  segments: string[]
}

/** A line of the minutes with the segments it rests on. */
export interface Line {
  text: string
  segments: string[]
}

export interface Question {
  question: string
  answer: string
  segments: string[]
}

export interface SpeakerLine extends Line {
  speaker: string
}

export interface SummaryBody {
  overview: string
  /** What the overview rests on. */
  segments: string[]
  points: Line[]
  by_speaker: SpeakerLine[]
  questions: Question[]
  keywords: string[]
}

export interface Summary extends Editable, SummaryBody {}

export interface Decision extends Editable, Line {}

export interface ActionItem extends Editable {
  task: string
  owner: string | null
  owner_id: string | null
  due: string | null
  due_text: string | null
  status: 'open' | 'done'
  segments: string[]
  confidence: number
}

export interface Hit {
  kind: 'meeting' | 'segment' | 'speaker' | 'chapter' | 'decision' | 'action_item'
  id: string
  start: number | null
  text: string
  /** From and to, counted in code points. */
  ranges: [number, number][]
}

/** What a `meeting` event tells; the rest of a Row comes from the list. */
export interface MeetingFields {
  title: string
  date: string
  language: string
  duration: number | null
  state: State
  reason: string | null
  failed_stage: string | null
  progress: Record<string, number>
  eta: number | null
  pipeline: string
  warnings: string[]
}

/** The recording of a meeting that is going on. */
export interface Live {
  channels: 1 | 2
  samples: number
  /** Seconds that the transcript is behind the sound. */
  lag: number
  /** Whether somebody sends sound. */
  connected: boolean
}

export interface Row extends MeetingFields {
  id: string
  live?: Live | null
  created: string
  updated: string
  queue: number | null
  source: string
  speakers: Pick<Speaker, 'id' | 'name' | 'talk_seconds'>[]
  open_action_items: number
  action_items: number
  seq: number
  hits?: Hit[]
}

export interface GraphNode {
  name: string
  use: string
  from: string[]
  model: string | null
}

export interface Meeting extends Row {
  graph: GraphNode[]
  undo: string | null
  redo: string | null
  has_audio: boolean
  style: Style
  proposal: Proposal | null
}

export interface Page {
  meetings: Row[]
  cursor: string | null
  total: number
}

type Unmarked<T extends Editable> = Omit<T, 'revision' | 'edited'>

export interface Minutes {
  schema: 1
  meeting: Pick<Row, 'id' | 'title' | 'date' | 'duration' | 'language' | 'source'>
  speakers: Unmarked<Speaker>[]
  segments: Unmarked<Segment>[]
  chapters: Unmarked<Chapter>[]
  summary: SummaryBody | null
  decisions: Unmarked<Decision>[]
  action_items: Unmarked<ActionItem>[]
  seq: number
  /** The event after which what the machine wrote had read the text. */
  read: number
  edited: Record<string, Record<string, string[]>>
  revisions: Record<string, Record<string, number>>
}

export type Template = 'general' | 'standup' | 'interview' | 'lecture' | 'sales'
export type Granularity = 'coarse' | 'general' | 'fine'

/** How minutes are wanted. An engine of "" leaves it to the server. */
export interface Style {
  template: Template
  prompt: string
  granularity: Granularity
  engine: string
}

/** Other minutes of a meeting, beside those that stand. */
export interface Proposal {
  state: 'working' | 'ready' | 'failed'
  /** 0 to 1. */
  progress: number
  reason: string | null
  style: Style
}

export interface ProposedMinutes {
  chapters: Unmarked<Chapter>[]
  summary: SummaryBody | null
  decisions: Unmarked<Decision>[]
  action_items: Unmarked<ActionItem>[]
}

export interface ProposalDetail extends Proposal {
  notices: string[]
  minutes: ProposedMinutes | null
}

export interface Engine {
  name: string
  kind: 'embedded' | 'transformers' | 'endpoint'
}

export interface Waveform {
  duration: number
  peaks: number[]
}

export interface About {
  version: string
  formats: { name: string; suffix: string; media_type: string }[]
  pipelines: string[]
  languages: string[]
  max_upload: number
  templates: Template[]
  granularities: Granularity[]
  engines: Engine[]
}

/** An event of one meeting. */
export type Event = { seq: number; meeting: string } & (
  | ({ type: 'meeting'; lag?: number | null } & MeetingFields)
  | ({ type: 'segment' } & Segment)
  | ({ type: 'speaker' } & Speaker)
  | ({ type: 'chapter' } & Chapter)
  | ({ type: 'summary' } & Summary)
  | ({ type: 'decision' } & Decision)
  | ({ type: 'action_item' } & ActionItem)
  | { type: 'removed'; kind: string; id: string }
  | { type: 'minutes'; pass: 'live' | 'recording' | 'proposal'; read?: number }
  | ({ type: 'proposal' } & Omit<Proposal, 'style' | 'state'> & { state: Proposal['state'] | 'none' })
  | { type: 'error'; stage: string; reason: string; fatal: boolean }
)

export type LibraryEvent = { type: 'changed'; meeting: Row } | { type: 'deleted'; id: string }

/** What starts a meeting from a finished upload, or one that is to be recorded. */
export interface NewMeeting {
  upload?: string
  live?: true
  channels?: 1 | 2
  title?: string
  language?: string
  speakers?: number
  date?: string
  pipeline?: string
  hotwords?: string[]
  template?: Template
  granularity?: Granularity
  engine?: string
  duplicate?: 'again'
}
