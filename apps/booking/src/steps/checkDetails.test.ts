import { describe, expect, it } from 'vitest'
import { checkDetails } from './checkDetails.ts'

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
