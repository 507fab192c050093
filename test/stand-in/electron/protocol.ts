import type { Commands, PageRequest } from './chromium-protocol.ts';
import { fromPretend } from './pretend-origin.ts';
import { strict } from './strict.ts';
import { life } from './life.ts';

type Handler = (request: Request) => Response | Promise<Response>;
interface Scheme {
  readonly scheme: string;
  readonly privileges?: Readonly<Record<string, boolean>>;
}

const handlers = new Map<string, Handler>();
const standard = new Set<string>();

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes: readonly Scheme[]): void => {
    if (life.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) {
      // The pretend https origin has these rights, whether the app asked for them or not.
      if (privileges?.standard === true && privileges.secure === true) standard.add(scheme);
    }
  },
  handle: (scheme: string, handler: Handler): void => {
    if (!life.ready) throw new Error('protocol.handle can only be used after the app is ready');
    if (!standard.has(scheme)) throw new Error(`stand-in: ${scheme} must be a standard and secure scheme`);
    if (handlers.has(scheme)) throw new Error(`protocol.handle: ${scheme} has a handler already`);
    handlers.set(scheme, handler);
  },
});

/** What a request of a page came to, in the words of Chromium's Fetch domain. */
export type Outcome = Omit<Commands['Fetch.fulfillRequest'][0], 'requestId'> | 'failed';

/** Answers a request that a page has made, from the app's own handlers; the world outside is a page that says so. */
export async function answerRequest(request: PageRequest): Promise<Outcome> {
  const url = fromPretend(request.url);
  const scheme = url.slice(0, url.indexOf(':'));
  const handler = handlers.get(scheme);
  if (handler === undefined) return scheme === 'https' || scheme === 'http' ? outside() : 'failed';
  const body = request.postData;
  const response = await handler(
    new Request(url, { method: request.method, headers: headersOf(request), ...(body === undefined ? {} : { body }) }),
  );
  return {
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  };
}

/** Asks the app's handler directly, as a page could if its engine did not tidy the address first. */
export async function askHandler(
  url: string,
): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  const handler = handlers.get(url.slice(0, url.indexOf(':')));
  if (handler === undefined) throw new Error(`stand-in: nobody handles ${url}`);
  const response = await handler(new Request(url));
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

function headersOf(request: PageRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (!name.startsWith(':')) headers.set(name, value);
  return headers;
}

function outside(): Outcome {
  const page = '<!doctype html><title>outside</title><h1>A page of somebody else</h1>';
  return {
    responseCode: 200,
    responseHeaders: [{ name: 'Content-Type', value: 'text/html' }],
    body: Buffer.from(page).toString('base64'),
  };
}
