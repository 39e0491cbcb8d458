import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { describe, expect, it } from 'vitest'
import { createPointer } from './pointer.ts'

const at = (time: string) => ({ date: '2026-12-01', employeeId: 1, time })

function point() {
  const timers = manualTimers()
  const marks: (string | null)[] = []
  let answer = () => {}
  const pointer = createPointer({
    setTimer: (run, milliseconds) => timers.after(milliseconds, run),
    clearTimer: (cancel) => (cancel as (() => void) | undefined)?.(),
    mark({ time }) {
      marks.push(time)
      return new Promise<void>((resolve) => {
        answer = resolve
      })
    },
  })
  return {
    pointer,
    timers,
    marks,
    async answered() {
      answer()
      await Promise.resolve()
      await Promise.resolve()
    },
  }
}

describe('a pointer', () => {
  it('tells soon, and only of where it has come to', async () => {
    const { pointer, timers, marks } = point()
    pointer.pointAt(at('10:00'))
    timers.advance(150)
    pointer.pointAt(at('10:30'))
    timers.advance(50)
    expect(marks).toEqual(['10:30'])
  })

  it('tells again before it would be forgotten, for as long as it rests', async () => {
    const { pointer, timers, marks, answered } = point()
    pointer.pointAt(at('10:00'))
    timers.advance(200)
    for (let renewals = 0; renewals < 3; renewals++) {
      await answered()
      expect(timers.pending()).toEqual([7000])
      timers.advance(7000)
    }
    expect(marks).toEqual(['10:00', '10:00', '10:00', '10:00'])
  })

  it('tells once that it has left', async () => {
    const { pointer, timers, marks, answered } = point()
    pointer.pointAt(at('10:00'))
    timers.advance(200)
    await answered()
    pointer.pointAt(null)
    timers.advance(200)
    await answered()
    expect(marks).toEqual(['10:00', null])
    expect(timers.pending()).toEqual([])
  })

  it('says nothing where it left before it was told', () => {
    const { pointer, timers, marks } = point()
    pointer.pointAt(at('10:00'))
    pointer.pointAt(null)
    timers.advance(200)
    expect(marks).toEqual([])
    expect(timers.pending()).toEqual([])
  })

  it('waits for an answer before it tells more, so that nothing overtakes', async () => {
    const { pointer, timers, marks, answered } = point()
    pointer.pointAt(at('10:00'))
    timers.advance(200)
    pointer.pointAt(at('10:30'))
    pointer.pointAt(null)
    timers.advance(10_000)
    expect(marks).toEqual(['10:00'])
    await answered()
    timers.advance(200)
    expect(marks).toEqual(['10:00', null])
  })

  it('leaves it to others once it is told to forget', async () => {
    const { pointer, timers, marks, answered } = point()
    pointer.pointAt(at('10:00'))
    timers.advance(200)
    pointer.forget()
    await answered()
    expect(timers.pending()).toEqual([])
    pointer.pointAt(at('11:00'))
    pointer.forget()
    timers.advance(200)
    expect(marks).toEqual(['10:00'])
  })
})
