import open from 'open';
import { z } from 'zod';

const answerSchema = z.object({ code: z.string() });

/**
 * Where a browser of this machine can open the desk, once. `address` has the token, which must not get into the arguments of another
 * process: the desk is asked for a code in its place. `null` when the desk does not answer.
 */
export async function openingAddress(address: string): Promise<string | null> {
  const { origin, hash } = new URL(address);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  try {
    const answer = await fetch(`${origin}/code`, {
      method: 'POST',
      headers: { Origin: origin, Authorization: `Bearer ${token}` },
    });
    const { code } = answerSchema.parse(await answer.json());
    return `${origin}/#code=${code}`;
  } catch {
    return null;
  }
}

/** Opens the desk in the browser of this machine; `false` when the desk does not answer or there is no browser. */
export async function openBrowser(address: string): Promise<boolean> {
  const opening = await openingAddress(address);
  if (opening === null) return false;
  try {
    await open(opening);
    return true;
  } catch {
    return false;
  }
}
