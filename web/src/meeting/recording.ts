import type { Meeting } from '../lib/types'

/** Whether a meeting is being recorded, or about to be. */
export function isRecording(meeting: Meeting | null): boolean {
  if (!meeting?.live) return false
  return meeting.state === 'recording' || (meeting.state === 'created' && !meeting.has_audio)
}
