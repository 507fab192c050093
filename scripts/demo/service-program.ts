import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Program } from './program.ts';

const codeSchema = z.object({ code: z.string() });

export interface ServiceOptions {
  readonly folder: string;
  readonly company: string;
}

/** The central service in a process of its own, with its embedded database, on a port that the system chooses. */
export class ServiceProgram {
  readonly program: Program;
  readonly address: string;
  readonly folder: string;

  private constructor(program: Program, folder: string) {
    this.program = program;
    this.folder = folder;
    this.address = program.said[1] ?? '';
  }

  static async start({ folder, company }: ServiceOptions): Promise<ServiceProgram> {
    const program = await Program.start({
      script: 'src-service/main.ts',
      args: ['serve', '--host', '127.0.0.1', '--port', '0', '--data', folder],
      ready: /The service is at (http:\/\/127\.0\.0\.1:\d+)\n/u,
      environment: { ...withoutSettings(), ZUOXI_COMPANY: company, ZUOXI_LOG_LEVEL: 'warn' },
    });
    return new ServiceProgram(program, folder);
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  get tokenFile(): string {
    return join(this.folder, 'admin-token');
  }

  /** A one-time code for one desk, as an administrator gets it. */
  async code(branch: string, label: string): Promise<string> {
    const token = readFileSync(this.tokenFile, 'utf8').trim();
    const answer = await fetch(`${this.address}/admin/codes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ branch, role: 'agent', label }),
    });
    if (!answer.ok) throw new Error(`the service made no code: ${await answer.text()}`);
    return codeSchema.parse(await answer.json()).code;
  }
}

/** What is set for the real service of this machine, a PostgreSQL above all, is none of this one's business. */
export function withoutSettings(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('ZUOXI_'));
  return Object.fromEntries(own);
}
