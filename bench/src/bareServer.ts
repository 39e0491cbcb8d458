import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What any server on node:http costs: reads the request to its end and answers with ready-made bytes. */
const [status = '200', head = '', body = ''] = process.argv.slice(2)
const NODE_ADDS = ['date', 'connection', 'keep-alive']
const headers = head
  .split('\r\n')
  .slice(1)
  .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const)
  .filter(([name]) => !NODE_ADDS.includes(name.toLowerCase()))

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(Number(status), headers.flat())
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`Listening at http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`)
})
