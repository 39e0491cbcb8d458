import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { isConfigProblem } from './config.ts'
import { obtainSecret } from './secret.ts'

const freshFolder = () => join(mkdtempSync(join(tmpdir(), 'appointease-secret-')), 'data')
const modeOf = (path: string) => statSync(path).mode & 0o777

test('a first start makes a secret that only its owner can read', async () => {
  const dataDir = freshFolder()
  const secret = await obtainSecret({ secret: undefined, dataDir })
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(modeOf(dataDir)).toBe(0o700)
  expect(modeOf(join(dataDir, 'secret'))).toBe(0o600)
  expect(readdirSync(dataDir)).toEqual(['secret'])
})

test('a later start finds the same secret and closes it to others again', async () => {
  const dataDir = freshFolder()
  const secret = await obtainSecret({ secret: undefined, dataDir })
  chmodSync(join(dataDir, 'secret'), 0o644)
  expect(await obtainSecret({ secret: undefined, dataDir })).toBe(secret)
  expect(modeOf(join(dataDir, 'secret'))).toBe(0o600)
})

test('a configured secret is used and nothing is written', async () => {
  const dataDir = freshFolder()
  const secret = 'configured'.repeat(4)
  expect(await obtainSecret({ secret, dataDir })).toBe(secret)
  expect(() => statSync(dataDir)).toThrow()
})

test('processes that start at once end with the same secret', async () => {
  const dataDir = freshFolder()
  const module = new URL('./secret.ts', import.meta.url).href
  const script = `const { obtainSecret } = await import(${JSON.stringify(module)})
    process.stdout.write(await obtainSecret({ secret: undefined, dataDir: ${JSON.stringify(dataDir)} }))`
  const outputs = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
      return output
    }),
  )
  expect(outputs[0]).toHaveLength(43)
  expect(new Set(outputs).size).toBe(1)
  expect(readdirSync(dataDir)).toEqual(['secret'])
})

test('a damaged secret stops the start instead of being replaced', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'appointease-secret-'))
  writeFileSync(join(dataDir, 'secret'), 'canary')
  const problem = await obtainSecret({ secret: undefined, dataDir })
  expect(isConfigProblem(problem) && problem.variable).toBe('DATA_DIR')
  expect(JSON.stringify(problem)).not.toContain('canary')
})

test('a folder that cannot be made stops the start', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'appointease-secret-')), 'file')
  writeFileSync(file, '')
  const problem = await obtainSecret({ secret: undefined, dataDir: join(file, 'data') })
  expect(isConfigProblem(problem) && problem.variable).toBe('DATA_DIR')
})
