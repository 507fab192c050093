import open from 'open';
import { z } from 'zod';

const answerSchema = z.object({ code: z.string() });

/**
 * Opens the desk in the browser of this machine. `address` has the token, which must not get into the arguments of another
 * process: the desk is asked for a code in its place. `false` when the desk does not answer.
 */
export async function openBrowser(address: string): Promise<boolean> {
  const { origin, hash } = new URL(address);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  try {
    const answer = await fetch(`${origin}/code`, {
      method: 'POST',
      headers: { Origin: origin, Authorization: `Bearer ${token}` },
    });
    const { code } = answerSchema.parse(await answer.json());
    await open(`${origin}/#code=${code}`);
    return true;
  } catch {
    return false;
  }
}
