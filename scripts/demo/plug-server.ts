import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { localeOf, type Locale } from '#core/words.ts';
import { openingAddress } from '../../src-main/loopback/open-browser.ts';
import { root } from '../door/root.mjs';
import type { DemoDesk } from './desk.ts';
import { deskLine, plugPage } from './plug-page.ts';
import { terminalLocale } from './words.ts';

const FILES: Readonly<Record<string, { readonly path: string; readonly type: string }>> = {
  'tokens.css': { path: join(root, 'src-renderer', 'styles', 'tokens.css'), type: 'text/css' },
  'page.css': { path: join(import.meta.dirname, 'page', 'page.css'), type: 'text/css' },
  'page.js': { path: join(import.meta.dirname, 'page', 'page.js'), type: 'text/javascript' },
};

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

interface Options {
  readonly desks: ReadonlyMap<string, DemoDesk>;
  readonly third: string;
  readonly health: string;
}

/** The page with the plugs, on loopback. Nobody finds it who does not know the key in its address: no other site, no other user. */
export class PlugServer {
  readonly #options: Options;
  readonly #server = createServer((request, reply) => void this.#answer(request, reply));
  readonly #key = randomBytes(24).toString('base64url');
  readonly #watching = new Map<ServerResponse, Locale>();

  private constructor(options: Options) {
    this.#options = options;
    for (const desk of options.desks.values()) desk.window.changed = () => this.#tell();
  }

  static async start(options: Options): Promise<PlugServer> {
    const server = new PlugServer(options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${this.#key}/`;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.address);
    const [, key, what = '', id = ''] = url.pathname.split('/');
    for (const [name, text] of Object.entries(HEADERS)) reply.setHeader(name, text);
    const locale = localeOf({ LANG: url.searchParams.get('lang') ?? terminalLocale });
    const desk = this.#options.desks.get(id);
    if (key !== this.#key) reply.writeHead(404).end();
    else if (request.method === 'POST' && what === 'plug' && desk !== undefined) await this.#plug(reply, desk, locale);
    else if (request.method !== 'GET') reply.writeHead(404).end();
    else if (what === '') send(reply, 'text/html', plugPage(locale, this.#options.desks, this.#options));
    else if (what === 'events') this.#watch(reply, locale);
    else if (what === 'open' && desk !== undefined) goTo(reply, await openingAddress(desk.address));
    else sendFile(reply, FILES[what]);
  }

  async #plug(reply: ServerResponse, desk: DemoDesk, locale: Locale): Promise<void> {
    await desk.plug(!desk.cable.isPluggedIn);
    this.#tell();
    goTo(reply, `${this.address}?lang=${locale}`);
  }

  #watch(reply: ServerResponse, locale: Locale): void {
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#watching.set(reply, locale);
    reply.once('close', () => this.#watching.delete(reply));
    this.#tell();
  }

  #tell(): void {
    for (const [reply, locale] of this.#watching) {
      const lines = [...this.#options.desks].map(([id, desk]) => deskLine(id, desk, locale));
      reply.write(`data: ${JSON.stringify(lines)}\n\n`);
    }
  }
}

function send(reply: ServerResponse, type: string, body: string | Buffer): void {
  reply.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
}

function sendFile(reply: ServerResponse, file: (typeof FILES)[string] | undefined): void {
  if (file === undefined) reply.writeHead(404).end();
  else send(reply, file.type, readFileSync(file.path));
}

/** `null`: the desk does not answer. */
function goTo(reply: ServerResponse, address: string | null): void {
  if (address === null) reply.writeHead(502).end();
  else reply.writeHead(303, { location: address }).end();
}
