import { describe, expect, it } from 'vitest'
import { accessibleAccent, contrastRatio } from './accent.ts'

describe('accessibleAccent', () => {
  it('leaves a colour alone that can be read', () => {
    expect(accessibleAccent('#14635c', '#ffffff')).toEqual({
      accent: '#14635c',
      onAccent: '#ffffff',
      corrected: false,
    })
  })

  it.each(['#ffe600', '#7fd0c5', '#cccccc', '#ffffff'])(
    'darkens %s until it can be read on white',
    (wanted) => {
      const made = accessibleAccent(wanted, '#ffffff')
      expect(made?.corrected).toBe(true)
      expect(contrastRatio(made?.accent ?? '', '#ffffff')).toBeGreaterThanOrEqual(4.5)
      expect(contrastRatio(made?.accent ?? '', made?.onAccent ?? '')).toBeGreaterThanOrEqual(4.5)
    },
  )

  it('lightens a dark colour for a dark surface', () => {
    const made = accessibleAccent('#123', '#181e1c')
    expect(contrastRatio(made?.accent ?? '', '#181e1c')).toBeGreaterThanOrEqual(4.5)
  })

  it('has no answer to what is not a hex colour', () => {
    expect(accessibleAccent('teal', '#ffffff')).toBeUndefined()
  })
})
