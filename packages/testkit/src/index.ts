export * from './manualTimers.ts'
export * from './smtpSink.ts'
export * from './testServer.ts'
