import { effectScope, ref } from 'vue';
import { expect, test } from 'vitest';
import type { ReadTime } from '#shared/contract/rpc.ts';
import { useReadWords } from '../../../src-renderer/callbacks/read-words.ts';

test('what is typed while the words are read is not what is confirmed', async () => {
  const asked: string[] = [];
  const answers: ((read: ReadTime) => void)[] = [];
  const scope = effectScope();
  const words = ref(' 明天下午三点 ');
  const { confirmed } = scope.run(() =>
    useReadWords(words, (text) => {
      asked.push(text);
      return new Promise((resolve) => answers.push((value) => resolve({ ok: true, value })));
    }),
  )!;
  const time = confirmed();
  words.value = '明天下午三点半';
  answers[0]!({ kind: 'time', dueAt: 1_772_000_000_000 });
  expect([await time, asked]).toEqual(['明天下午三点', ['明天下午三点']]);
  scope.stop();
});
