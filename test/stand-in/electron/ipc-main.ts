import { EventEmitter } from 'node:events';
import { strict } from './strict.ts';

const emitter = new EventEmitter();

/** Channels are the app's own choice, so any may be listened to. */
export const ipcMain = strict('ipcMain', {
  on: (channel: string, listener: (...args: unknown[]) => void): void => {
    emitter.on(channel, listener);
  },
  removeListener: (channel: string, listener: (...args: unknown[]) => void): void => {
    emitter.off(channel, listener);
  },
  /** For the stand-in itself. */
  emit: (channel: string, ...args: unknown[]): boolean => emitter.emit(channel, ...args),
});
