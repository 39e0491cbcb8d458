import { once } from 'node:events'
import { createServer } from 'node:net'
import { manualTimers } from '@appointease/testkit/manualTimers.ts'
import { startTestServer } from '@appointease/testkit/testServer.ts'
import { expect, it } from 'vitest'

it('waits ten seconds for a mail server that says nothing, and no longer', async () => {
  const silent = createServer()
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as { port: number }
  const timers = manualTimers()
  const server = await startTestServer({ smtpUrl: `smtp://127.0.0.1:${port}`, timers })
  const connected = once(silent, 'connection')
  await server.send('POST', '/generate-otp', { email: 'jo@example.com' })
  await connected
  let stopped = false
  const stopping = server.stop().then(() => {
    stopped = true
  })
  timers.advance(9_999)
  await once(server.app.server, 'close')
  expect(stopped).toBe(false)
  timers.advance(1)
  await stopping
  silent.close()
})
