import { spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** In the folder while the engine runs. */
export const PID_FILE = 'engine.pid'

/**
 * Waits until nobody holds the other end of its input, so it cannot miss an end of the test process, not one by
 * SIGKILL either: Vitest ends its workers by signals, and a worker that is busy is killed half a second later. To
 * remove a folder can take as long. On Linux it ends what the engine has started, too.
 */
const JANITOR = `
read -r nothing
pid=$(cat "$1/${PID_FILE}") && kill -KILL "$pid" $(cat "/proc/$pid/task/$pid/children" 2>/dev/null)
rm -rf "$1"
`

export interface EngineFolder {
  readonly path: string
  /** Kills the engine in it if one still runs, and removes it; that goes on by itself, whatever this process does. */
  remove(): void
}

/** A folder in which one engine can run. Both end with this process, if `remove` is not called before. */
export async function makeEngineFolder(name: string): Promise<EngineFolder> {
  const path = await mkdtemp(join(tmpdir(), `appointease-${name}-`))
  const janitor = spawn('sh', ['-c', JANITOR, 'janitor', path], {
    cwd: '/',
    // In a group of its own, it does not hear the Ctrl-C that is meant for the tests.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  janitor.unref()
  const hold = janitor.stdin as Socket
  hold.unref()
  return { path, remove: () => void hold.destroy() }
}
