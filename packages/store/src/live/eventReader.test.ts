import { describe, expect, it } from 'vitest'
import { createEventReader } from './eventReader.ts'

function read(...pieces: string[]) {
  const events: unknown[] = []
  const take = createEventReader({
    onEvent: (name, data) => events.push([name, data]),
    onRetry: (milliseconds) => events.push(milliseconds),
  })
  for (const piece of pieces) take(piece)
  return events
}

const STREAM =
  'retry: 2000\n\n: a comment\n\nid: v1\nevent: slots\ndata: {"a":\ndata: 1}\n\nevent:end\ndata:x\n\n'
const EVENTS = [2000, ['slots', '{"a":\n1}'], ['end', 'x']]

describe('a reader of events', () => {
  it('passes on events and pauses, and neither comments nor ids', () => {
    expect(read(STREAM)).toEqual(EVENTS)
  })

  it('reads the same wherever the pieces end, with either end of line', () => {
    for (const text of [STREAM, STREAM.replaceAll('\n', '\r\n')]) {
      for (let cut = 0; cut <= text.length; cut++)
        expect(read(text.slice(0, cut), text.slice(cut))).toEqual(EVENTS)
      expect(read(...text)).toEqual(EVENTS)
    }
  })

  it('passes on nothing of an event that has not ended, that has no data, or that it cannot read', () => {
    expect(read('event: slots\ndata: 1\n')).toEqual([])
    expect(read('event: slots\n\nretry: soon\n\n')).toEqual([])
    expect(read('event: slots\n\ndata: 1\n\n')).toEqual([['', '1']])
  })

  it('keeps colons and spaces that belong to the data', () => {
    expect(read('data:  a: b\n\n')).toEqual([['', ' a: b']])
  })
})
