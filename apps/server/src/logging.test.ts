import { describe, expect, test } from 'vitest'
import { createLogger } from './logging.ts'

function logged(pretty: boolean, write: (logger: ReturnType<typeof createLogger>) => void): string {
  let lines = ''
  write(createLogger({ level: 'debug', pretty, output: { write: (line) => (lines += line) } }))
  return lines
}

describe.each([
  ['for programs', false],
  ['for people', true],
])('the log %s', (_name, pretty) => {
  test('redacts what fields hold of a person or a secret', () => {
    const lines = logged(pretty, (logger) => {
      logger.info({ email: 'canary', body: { password: 'canary', deep: { token: 'canary' } } }, 'Asked')
      logger.child({ recipient: 'canary' }).info('Again')
    })
    expect(lines).toContain('Asked')
    expect(lines).toContain('[redacted]')
    expect(lines).not.toContain('canary')
  })

  test('takes a mail address out wherever it stands', () => {
    const lines = logged(pretty, (logger) => {
      logger.warn(
        new Error('550 <ada.canary@example.com> unknown', { cause: new Error('canary@example.com') }),
      )
      logger.info({ url: '/x/canary%40example.com' }, 'To ünï-canary@exämple.com now')
    })
    expect(lines).toContain('550 <[address]> unknown')
    expect(lines).not.toContain('canary')
  })

  test('keeps of an error only its type, message, code and stack', () => {
    const error = Object.assign(new Error('No answer'), { code: 'ETIMEDOUT', rejected: ['canary'] })
    const lines = logged(pretty, (logger) => logger.error({ err: error }, 'Mail'))
    expect(lines).toContain('No answer')
    expect(lines).toContain('logging.test.ts')
    expect(lines).not.toContain('canary')
  })
})

test('the log for people is one line an entry and sends no control characters to the terminal', () => {
  const lines = logged(true, (logger) => logger.info({ path: 'a\u001b[2Jb\u009b' }, 'One\ntwo\u001b[31m'))
  expect(lines.trimEnd().split('\n')).toHaveLength(1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: styles are taken away to see what is left
  expect(lines.replace(/\u001b\[\d+m/g, '')).toMatch(
    /^\d\d:\d\d:\d\d info {2}One two \[31m path="a\\u001b\[2Jb "\n$/,
  )
})

test('the log for programs is a JSON object a line with the level by name and the time in UTC', () => {
  const entry = JSON.parse(logged(false, (logger) => logger.debug({ outboxId: 7 }, 'Done')))
  expect(entry).toEqual({ level: 'debug', time: expect.stringMatching(/Z$/), outboxId: 7, msg: 'Done' })
})

test('a long line without an address takes no time to look through', () => {
  // Of this thread's own processor, which does not depend on what else the machine does.
  const before = process.threadCpuUsage()
  logged(false, (logger) => logger.info({ path: `${'a'.repeat(200_000)}@` }, 'Long'))
  expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(1_000)
})
