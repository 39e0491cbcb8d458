export { type RunningServer, type Surroundings, startServer } from './server.ts'
