import { describe, expect, it } from 'vitest'
import { bookingWith, no, yes } from '../booking/bookingUnderTest.ts'

const email = 'ann@example.com'

describe('asking for a code', () => {
  it('leaves the earlier code to be entered where another cannot be had', async () => {
    const { actions, code } = bookingWith({
      generateOtp: [() => yes({}), () => no('RATE_LIMITED', 429)],
    })
    await actions.askCode(email)
    await actions.askCode(email)
    expect(code()).toMatchObject({
      kind: 'sent',
      email,
      wrong: { code: 'RATE_LIMITED' },
    })
  })

  it('says that none could be sent where there was no earlier one', async () => {
    const { actions, code } = bookingWith({ generateOtp: [() => no('RATE_LIMITED', 429)] })
    await actions.askCode(email)
    expect(code()).toMatchObject({ kind: 'unsent', email })
  })

  it('goes on waiting after somebody is found to be a guest', async () => {
    const { actions, code } = bookingWith({
      getSession: [() => yes({ authenticated: false, nonce: 'n' })],
    })
    await actions.awaitCode({ email, againAt: 0 })
    await actions.loadSession()
    expect(code()).toMatchObject({ kind: 'sent', email })
  })
})
