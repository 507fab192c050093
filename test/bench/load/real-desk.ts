import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceProcess } from '#kit/service/service-process.ts';
import { Side } from '../sync/side.ts';

/** The branch in which real desks work, and how many cases it has. */
export const BRANCH = 'hz';
export const CASES = 50;

/** A whole desk in a process of its own, which has joined and has everything. */
export async function realDesk(service: ServiceProcess, folder: string): Promise<Side> {
  const desk = new Side(join(import.meta.dirname, '..', 'sync', 'zuoxi-desk.ts'));
  mkdirSync(folder, { recursive: true });
  const own = mkdtempSync(join(folder, 'desk-'));
  const ticket = await service.code(BRANCH);
  await desk.ask('open', { folder: own, address: await service.address(), ticket, way: 'pull' });
  await desk.ask('firstSync', { cases: CASES });
  return desk;
}
