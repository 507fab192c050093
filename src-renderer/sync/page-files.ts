import type { Answer, Method, Request } from '#shared/contract/rpc.ts';

type Ask = <M extends Method>(method: M, payload: Request<M>) => Promise<Answer<M>>;

type Giving = 'pack.give' | 'parcel.give';

/** So much goes over the wire at once. */
const PART_BYTES = 512 * 1024;

/** Fetches a file of the workstation and gives it to the person as a download; `false` when the workstation is gone. */
export async function download(
  ask: Ask,
  { id, name, bytes }: { readonly id: string; readonly name: string; readonly bytes: number },
): Promise<boolean> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at <= bytes;) {
    const answer = await ask('parcel.part', { id, at });
    if (!answer.ok) return false;
    if (answer.value.part === '') break;
    const part = bytesOf(answer.value.part);
    parts.push(part);
    at += part.length;
  }
  const address = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by then; in the same moment it would be too early.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return true;
}

/** Gives a file to the workstation, part after part. */
export async function give(ask: Ask, method: Giving, file: Blob): Promise<Answer<Giving>> {
  let answer: Answer<Giving> = { ok: true, value: undefined };
  for (let at = 0; at < file.size && answer.ok; at += PART_BYTES) {
    const part = new Uint8Array(await file.slice(at, at + PART_BYTES).arrayBuffer());
    answer = await ask(method, { at, bytes: file.size, part: textOf(part) });
  }
  return answer;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
