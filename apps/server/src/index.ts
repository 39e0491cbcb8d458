export { type RunningServer, type ServerPorts, type Surroundings, startServer } from './server.ts'
