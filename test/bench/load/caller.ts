import { createPrivateKey, sign } from 'node:crypto';
import { Agent, request } from 'node:http';
import { challengeReplySchema, PROTOCOL, tokenReplySchema, tokenText } from '#shared/contract/sync.ts';
import type { Member } from './members.ts';

export interface Told {
  readonly status: number;
  readonly body: Buffer;
  readonly encoding: string | undefined;
  /** What a refusal asks to wait, in ms. */
  readonly retryAfter: number;
}

/** The service was not there, hung up, or took longer than a desk waits. */
export class NoAnswer extends Error {}

/** How long a desk waits for an answer. */
const PATIENCE_MS = 30_000;

/** Asks a service over a few connections that stay open: what thousands of desks cost the client must not be what is measured. */
export class Caller {
  readonly #address: URL;
  readonly #agent: Agent;

  /** Never more than so many connections at once; of those that nobody uses a few are kept. */
  constructor(address: string, connections = Infinity) {
    this.#address = new URL(address);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: 64 });
  }

  get port(): number {
    return Number(this.#address.port);
  }

  /** Rejects with `NoAnswer`. */
  post(path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Told> {
    const { hostname, port } = this.#address;
    const all = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers };
    return new Promise((resolve, reject) => {
      const asked = request({ hostname, port, path, method: 'POST', agent: this.#agent, headers: all });
      const timer = setTimeout(() => asked.destroy(), PATIENCE_MS);
      const none = (): void => {
        clearTimeout(timer);
        reject(new NoAnswer());
      };
      asked.once('response', (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('error', none);
        answer.once('end', () => {
          clearTimeout(timer);
          resolve({
            ...{ status: answer.statusCode ?? 0, body: Buffer.concat(parts) },
            encoding: answer.headers['content-encoding'],
            retryAfter: Number(answer.headers['retry-after'] ?? 0) * 1_000,
          });
        });
      });
      asked.once('error', none);
      asked.once('close', none);
      asked.end(body);
    });
  }

  /** A token, as a desk gets it: a challenge, signed. Resolves with the refusal where there is one. */
  async token({ device, key }: Member): Promise<string | Told> {
    const given = await this.post('/challenge', JSON.stringify({ protocol: PROTOCOL, device }));
    if (given.status !== 200) return given;
    const { challenge } = challengeReplySchema.parse(JSON.parse(given.body.toString()));
    const privateKey = createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
    const signature = sign(null, Buffer.from(tokenText(device, challenge)), privateKey).toString('base64url');
    const answer = await this.post('/token', JSON.stringify({ protocol: PROTOCOL, device, challenge, signature }));
    return answer.status === 200 ? tokenReplySchema.parse(JSON.parse(answer.body.toString())).token : answer;
  }

  close(): void {
    this.#agent.destroy();
  }
}
