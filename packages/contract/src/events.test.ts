import { describe, expect, it } from 'vitest'
import { APPOINTEASE_EVENTS, announce } from './events.ts'

describe('events of the page', () => {
  it('have the names that the extension points promise', () => {
    expect(APPOINTEASE_EVENTS).toEqual([
      'appointease:booking:complete',
      'appointease:slot:locked',
      'appointease:conflict:detected',
    ])
  })

  it('reach a listener with their detail, and bubble', () => {
    const target = new EventTarget()
    const heard: Event[] = []
    target.addEventListener('appointease:slot:locked', (event) => heard.push(event))
    const detail = {
      date: '2026-03-02',
      time: '10:00',
      employee_id: 1,
      expires_in: 600,
      expires_at: '2026-03-02T15:10:00Z',
    }
    announce(target, 'appointease:slot:locked', detail)
    expect(heard).toEqual([expect.objectContaining({ bubbles: true, detail })])
  })
})
