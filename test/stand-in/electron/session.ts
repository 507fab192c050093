import { cdp } from './cdp.ts';
import { toPretend } from './pretend-origin.ts';
import { eventWith, strict, StrictEmitter } from './strict.ts';

type Decide = (granted: boolean) => void;
type RequestHandler = (contents: unknown, permission: string, decide: Decide, details: object) => void;
type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type DeviceHandler = (details: object) => boolean;
type DisplayHandler = (request: object, decide: (streams: object | null) => void) => void;
type BluetoothHandler = (details: object, decide: (answer: { confirmed: boolean }) => void) => void;

const handlers: {
  request: RequestHandler | null;
  check: CheckHandler | null;
  device: DeviceHandler | null;
  display: DisplayHandler | null;
  bluetooth: BluetoothHandler | null;
} = { request: null, check: null, device: null, display: null, bluetooth: null };

class StandInSession extends StrictEmitter {
  constructor() {
    super('session', ['will-download']);
  }
  setPermissionRequestHandler(handler: RequestHandler | null): void {
    handlers.request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    handlers.check = handler;
  }
  setDevicePermissionHandler(handler: DeviceHandler | null): void {
    handlers.device = handler;
  }
  setDisplayMediaRequestHandler(handler: DisplayHandler | null): void {
    handlers.display = handler;
  }
  setBluetoothPairingHandler(handler: BluetoothHandler | null): void {
    handlers.bluetooth = handler;
  }
}

const defaultSession = new StandInSession();

export const session = strict('session', { defaultSession: strict('session.defaultSession', defaultSession) });

/** Electron's name of a permission, and Chromium's. */
const PERMISSIONS: readonly (readonly [string, string])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['clipboard-read', 'clipboard-read'],
  ['midi', 'midi'],
];

/** Electron grants whatever nobody has refused. */
function granted(permission: string): boolean {
  let answer = true;
  if (handlers.request !== null) {
    answer = false;
    handlers.request(null, permission, (decision) => (answer = decision), {});
  }
  return answer && (handlers.check?.(null, permission, '', {}) ?? true);
}

/** Makes Chromium decide for a page as the app's handlers decide; asked once, when the page is first shown. */
export async function applyPermissions(pageUrl: string): Promise<void> {
  const { origin } = new URL(toPretend(pageUrl));
  await Promise.all(
    PERMISSIONS.map(([asked, name]) => {
      const setting = granted(asked) ? 'granted' : 'denied';
      return cdp().send('Browser.setPermission', { permission: { name }, setting, origin });
    }),
  );
}

export interface Decisions {
  readonly permission: boolean;
  readonly device: boolean;
  readonly display: boolean;
  readonly bluetooth: boolean;
  readonly download: boolean;
}

/** What the app's handlers say when a page asks; without a handler, what Electron says. */
export function decisions(): Decisions {
  let display = false;
  handlers.display?.({}, (streams) => (display = streams !== null && Object.keys(streams).length > 0));
  let bluetooth = handlers.bluetooth === null;
  handlers.bluetooth?.({}, ({ confirmed }) => (bluetooth = confirmed));
  const download = eventWith({});
  defaultSession.emit('will-download', download);
  return {
    permission: PERMISSIONS.some(([asked]) => granted(asked)),
    device: handlers.device?.({}) ?? true,
    display,
    bluetooth,
    download: !download.defaultPrevented,
  };
}
