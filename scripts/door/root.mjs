// @ts-check
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, without a separator at its end. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
