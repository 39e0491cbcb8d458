import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { mariadbTemplate } from './mariadbTemplate.ts'
import { MARIADBD } from './programs.ts'

test.skipIf(MARIADBD === undefined)('makes one whole template, however many make it at once', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'appointease-templates-'))
  onTestFinished(() => rm(cache, { recursive: true }))
  const make = () => mariadbTemplate(String(MARIADBD), cache)
  const [template = '', ...others] = await Promise.all([make(), make(), make()])
  expect(new Set(others)).toEqual(new Set([template]))
  expect(existsSync(join(template, 'mysql/global_priv.frm'))).toBe(true)
  expect(readdirSync(cache)).toEqual([basename(template)])
  expect(await make()).toBe(template)
})
