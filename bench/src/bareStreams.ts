import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What any server of streams on node:http costs: holds the replies and writes ready-made bytes to each of them. */
const streams = new Set<ServerResponse>()

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    response.write(': \n\n')
    streams.add(response)
    response.on('close', () => streams.delete(response))
    return
  }
  let body = ''
  request.setEncoding('latin1')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', () => {
    for (const stream of streams) stream.write(body)
    response.end('done')
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`Listening at http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`)
})
