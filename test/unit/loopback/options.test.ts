import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../src-main/loopback/options.ts';

describe('options of the start', () => {
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
