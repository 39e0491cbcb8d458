import { Email, Notes, PersonName } from '@appointease/contract'
import { describe, expect, it } from 'vitest'
import { checkDetails, LONGEST } from './checkDetails.ts'

const good = { name: 'Ann Miller', email: 'ann@example.com', phone: '', notes: '' }

describe('checkDetails', () => {
  it('needs a name and an address, and nothing else', () => {
    expect(checkDetails(good)).toEqual({})
    expect(Object.keys(checkDetails({ ...good, name: ' ', email: '' }))).toEqual(['name', 'email'])
  })

  it.each(['ann', 'ann@', 'ann@example', 'ann@example.', 'a b@example.com'])(
    'finds %s incomplete',
    (email) => {
      expect(checkDetails({ ...good, email }).email).toBeDefined()
    },
  )

  it.each(['+1 (212) 555-0100', '030 / 12 34 56', '0049.30.123456'])(
    'takes %s as a telephone number',
    (phone) => {
      expect(checkDetails({ ...good, phone })).toEqual({})
    },
  )

  it('minds a telephone number with letters', () => {
    expect(checkDetails({ ...good, phone: 'ask Bob' }).phone).toBeDefined()
  })
})

/** A schema is JSON Schema; its static type does not say which of its keywords are there. */
const keywords = (schema: object) => schema as { readonly pattern?: string; readonly maxLength?: number }

describe('the longest of what may be typed', () => {
  it('is the longest name that the server takes', () => {
    const taken = new RegExp(keywords(PersonName).pattern ?? '', 'u')
    expect(taken.test('a'.repeat(LONGEST.name))).toBe(true)
    expect(taken.test('a'.repeat(LONGEST.name + 1))).toBe(false)
  })

  it('is the longest address and note that the server takes', () => {
    expect(LONGEST).toMatchObject({ email: keywords(Email).maxLength, notes: keywords(Notes).maxLength })
  })
})
