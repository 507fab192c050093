import { expect, test } from 'vitest';
import { checkWording } from '../../../scripts/pack/check-wording.ts';
import { terminalOf } from '../../../scripts/pack/terminal.ts';

/** What the command tells of an input that comes in pieces of `size` bytes. */
async function told(input: string, size = 65_536): Promise<readonly unknown[]> {
  const bytes = Buffer.from(input, 'utf8');
  const lines: unknown[] = [];
  const tell = (line: string): unknown => lines.push(JSON.parse(line));
  expect(await checkWording([], terminalOf('en', tell, nothingTyped, pieces(bytes, size)))).toBe(0);
  return lines;
}

const nothingTyped = (): AsyncIterator<string> => ({ next: () => Promise.resolve({ done: true, value: undefined }) });

// eslint-disable-next-line @typescript-eslint/require-await -- standard input is a stream, this one is all there
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < bytes.length; index += size) yield bytes.subarray(index, index + size);
}

test('each line is told with its hits, and nothing else', async () => {
  const [line] = await told('您随 便\n');
  expect(line).toEqual({
    text: '您随 便',
    hits: [
      {
        ...{ start: 1, end: 4, text: '随 便', rule: 'R-WRD-1' },
        reason: expect.any(String) as string,
        better: expect.any(String) as string,
      },
    ],
  });
});

test('a line may begin with its context, which is no part of the text', async () => {
  const rows = (await told('agent_note\t客户说随便\nquoted_customer\t随便\nagent_chat\t随便\n随便\t随便')) as {
    text: string;
    hits: { start: number }[];
  }[];
  expect(rows.map(({ text, hits }) => [text, ...hits.map(({ start }) => start)])).toEqual([
    ['客户说随便'],
    ['随便'],
    ['随便', 0],
    ['随便\t随便', 0, 3],
  ]);
});

test('lines are the same however the input is cut and ended', async () => {
  const input = '随便\r\n\n😀究竟\u2028好的\nagent_note\t';
  const whole = await told(input);
  expect(whole.map((row) => (row as { text: string }).text)).toEqual(['随便', '', '😀究竟\u2028好的', '']);
  expect(await told(input, 1)).toEqual(whole);
  expect(await told(`${input}\n`, 3)).toEqual(whole);
});
