import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, relative, resolve } from 'node:path';
import { protocol } from 'electron';
import { PAGE_HEADERS } from '#core/page-headers.ts';
import { APP_HOST, APP_SCHEME } from './origin.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
};

/** Must be called before the app is ready. The scheme gets an origin of its own and the rights of https, no more. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers `app://zuoxi/…` with the files of `folder`; every other host, path and method gets an error status. */
export function serveFolder(folder: string): void {
  protocol.handle(APP_SCHEME, (request) => answer(folder, request));
}

async function answer(folder: string, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  const file = fileFor(folder, request.url);
  if (file === null) return refusal(404);
  const type = CONTENT_TYPES[extname(file)];
  if (type === undefined) return refusal(404);
  try {
    const content = await readFile(file);
    return new Response(request.method === 'HEAD' ? null : content, {
      headers: { ...PAGE_HEADERS, 'Content-Type': type },
    });
  } catch {
    return refusal(404);
  }
}

/**
 * The file below `folder` that a URL names, or `null` if it names none. `URL` takes `..` away, but not when it is written as
 * `..%2f`, so the path is decoded first, resolved, and then must still lie below the folder.
 */
export function fileFor(folder: string, url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== `${APP_SCHEME}:` || parsed.host !== APP_HOST) return null;
  const path = decoded(parsed.pathname);
  if (path === null || path.includes('\0') || path.includes('\\')) return null;
  const file = resolve(folder, `.${path}`);
  const below = relative(folder, file);
  if (below === '' || below.startsWith('..') || isAbsolute(below)) return null;
  return file;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: PAGE_HEADERS });
}
