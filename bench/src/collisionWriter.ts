import { parentPort, workerData } from 'node:worker_threads'
import { bookAll, type Request } from './collisionMethods.ts'

/** One writer of several on one file: a thread with a connection of its own. */
const { path, name, requests } = workerData as { path: string; name: string; requests: Request[] }
parentPort?.once('message', () => parentPort?.postMessage(bookAll(path, name, requests, 'FULL')))
parentPort?.postMessage('ready')
