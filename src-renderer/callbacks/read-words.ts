import { onScopeDispose, ref, watch, type Ref } from 'vue';
import type { Answer, ReadTime } from '#shared/contract/rpc.ts';
import { holdKeysFor } from '../keys/waiting.ts';

const PAUSE_MS = 120;

/** What the workstation makes of a time in words, while it is typed; the latest words win. */
export function useReadWords(
  words: Ref<string>,
  ask: (words: string) => Promise<Answer<'callback.read'>>,
): {
  reading: Ref<ReadTime | null>;
  /** The words as they stand at this moment, once they are read as a time; keys wait for it. `null`: they are none. */
  confirmed: () => Promise<string | null>;
} {
  const reading = ref<ReadTime | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function readNow(): Promise<ReadTime | null> {
    clearTimeout(timer);
    asked += 1;
    const mine = asked;
    const text = words.value.trim();
    if (text === '') {
      reading.value = null;
      return null;
    }
    const answer = await ask(text);
    if (mine === asked) reading.value = answer.ok ? answer.value : null;
    return answer.ok ? answer.value : null;
  }

  async function confirmed(): Promise<string | null> {
    const text = words.value.trim();
    const read = readNow();
    holdKeysFor(read);
    return (await read)?.kind === 'time' ? text : null;
  }

  watch(words, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void readNow(), PAUSE_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
  return { reading, confirmed };
}

/** A moment in words that the workstation reads without asking. */
export function wordsOf(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
