import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '#kit/desk.ts';
import { keepPort, lastPort } from '../../../src-main/loopback/last-port.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder('port');
});
afterEach(() => folder.remove());

test('the port that was kept last is the one to come back to', () => {
  expect(lastPort(folder.path)).toBeNull();
  for (const port of [40_001, 40_002]) keepPort(folder.path, port);
  expect(lastPort(folder.path)).toBe(40_002);
});

test.each(['', 'no port', '0', '80', '70000', '-1', '4800.5'])('%j is no port to come back to', (text) => {
  writeFileSync(join(folder.path, 'desk.port'), text);
  expect(lastPort(folder.path)).toBeNull();
});

test('a folder in which nothing can be written keeps none, and that is no failure', () => {
  const gone = join(folder.path, 'gone');
  expect(() => keepPort(gone, 40_001)).not.toThrow();
  expect(lastPort(gone)).toBeNull();
});
