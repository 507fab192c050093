import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const portsSchema = z.record(z.string(), z.int().min(1).max(65_535));
export type Ports = Readonly<Record<string, number>>;

/** Where the cables were when the desks of this folder were enrolled; nothing for a new folder. */
export function readPorts(folder: string): Ports {
  const file = fileIn(folder);
  return existsSync(file) ? portsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

export function writePorts(folder: string, ports: Ports): void {
  writeFileSync(fileIn(folder), `${JSON.stringify(ports, null, 2)}\n`);
}

function fileIn(folder: string): string {
  return join(folder, 'cables.json');
}
