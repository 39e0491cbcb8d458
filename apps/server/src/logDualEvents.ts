import type { DualEvent } from './adapters/dual/index.ts'
import type { Logger } from './logging.ts'

/** What an operator should know of where locks live; a Redis that is away is no reason to be woken. */
export function logDualEvents(logger: Logger): (event: DualEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'switched':
        return logger.warn(
          { epoch: event.epoch.number, mode: event.epoch.mode, err: event.cause },
          event.epoch.mode === 'redis'
            ? 'Locks live in Redis from now on'
            : 'Locks live in the database from now on',
        )
      case 'fault':
        return logger.warn({ err: event.fault }, 'The place of locks could not be looked after')
      case 'shadows_too_late':
        return logger.warn({ locks: event.locks }, 'Locks were lost: this process stood still for too long')
    }
  }
}
