import { expect, test } from 'vitest'
import { classifyFailure } from './classifyFailure.ts'

const failure = (fields: object) => Object.assign(new Error('<ada@example.com> canary'), fields)

test.each([
  [{ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }, 'permanent', '550 after RCPT TO'],
  [{ code: 'EMESSAGE', responseCode: 554, command: 'DATA' }, 'permanent', '554 after DATA'],
  [{ code: 'EENVELOPE', command: 'API' }, 'permanent', 'the mail has no usable address'],
  [{ code: 'EENVELOPE', responseCode: 452, command: 'MAIL FROM' }, 'temporary', '452 after MAIL FROM'],
  [{ code: 'EENVELOPE', responseCode: 530, command: 'MAIL FROM' }, 'temporary', '530 after MAIL FROM'],
  [{ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }, 'temporary', '535 after AUTH PLAIN'],
  [{ code: 'ETIMEDOUT', command: 'CONN' }, 'temporary', 'ETIMEDOUT'],
  [{ code: 'ETLS', command: 'CONN' }, 'temporary', 'ETLS'],
  [{ code: 'EABORT' }, 'temporary', 'EABORT'],
])('%j is %s', (fields, kind, error) => {
  expect(classifyFailure(failure(fields))).toEqual({ kind, error })
})

test('what is no failure of mail is thrown again', () => {
  const fault = new TypeError('canary')
  expect(() => classifyFailure(fault)).toThrow(fault)
})
