#!/usr/bin/env node
import { text } from 'node:stream/consumers'
import { loadConfig } from '../config/loadConfig.ts'
import { systemClock } from '../systemClock.ts'
import { runCommandLine } from './runCommandLine.ts'

const cwd = process.cwd()
// Whatever is made here holds customers' data.
process.umask(0o077)
process.exitCode = await runCommandLine(process.argv.slice(2), {
  cwd,
  clock: systemClock,
  loadConfig: () => loadConfig(process.env, { cwd }),
  readInput: () => text(process.stdin),
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
})
