import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../src-main/loopback/options.ts';

describe('options of the start', () => {
  test('without a port the desk comes back to its last one; 0 leaves it to the system', () => {
    expect([[], ['--port', '0'], ['--port=4800']].map((args) => readOptions(args))).toMatchObject([
      ...[{ value: { port: null } }, { value: { port: 0 } }, { value: { port: 4800 } }],
    ]);
  });

  test.each([
    [['--data'], 'option-without-value', '--data'],
    [['--port', '--no-open'], 'option-without-value', '--port'],
    [['--pack', '--data', 'desk'], 'option-without-value', '--pack'],
    [['--prt', '4800'], 'option-unknown', '--prt'],
    [['extra'], 'option-unknown', 'extra'],
    [['--port', 'abc'], 'port-invalid', 'abc'],
    [['--port', '65536'], 'port-invalid', '65536'],
  ] as const)('%j: %s', (args, code, value) => {
    expect(readOptions(args)).toEqual({ ok: false, error: { code, value } });
  });
});
