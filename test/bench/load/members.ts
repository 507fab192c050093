import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { SHARED_STREAM } from '#shared/domain/sync/entity.ts';
import { addDevice, branchStream, grantsFor } from '../../../src-service/identity/devices.ts';
import type { Database } from '../../../src-service/storage/database.ts';
import { systemClock } from '../../../src-service/system-clock.ts';

/** As the `Containerfile` starts the service. */
export const SERVICE_OPTIONS: readonly string[] = ['--max-semi-space-size=8'];

/** A desk as far as it matters to the service: its name, its key, and where it writes. */
export interface Member {
  readonly device: string;
  readonly home: string;
  /** PKCS #8 in base64. */
  readonly key: string;
}

/** What a member may read. */
export const streamsOf = ({ home }: Member): readonly string[] => [home, SHARED_STREAM];

const TOGETHER = 1_000;

/** Enrols desks, as many in each branch, in a database on which nobody serves yet: codes are for people to type. */
export async function enrolAll(
  database: Database,
  count: number,
  branches: readonly string[],
): Promise<readonly Member[]> {
  const members: Member[] = [];
  while (members.length < count) {
    await database.atomically(async (sql) => {
      for (const until = Math.min(count, members.length + TOGETHER); members.length < until;) {
        const branch = branches[members.length % branches.length] ?? '';
        const { publicKey, privateKey } = generateKeyPairSync('ed25519');
        const member = {
          ...{ device: randomUUID(), home: branchStream(branch) },
          key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
        };
        const known = { label: '', publicKey: publicKey.export({ format: 'jwk' }).x ?? '', branch };
        const rights = { role: 'agent', grants: grantsFor('agent', [branch]) } as const;
        await addDevice(sql, { id: member.device, home: member.home, ...known, ...rights }, systemClock.wall());
        members.push(member);
      }
    });
  }
  return members;
}

/** Names of so many branches. */
export function branchesNamed(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `b${String(at)}`);
}
