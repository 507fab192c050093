import type { Standing } from '../standing.ts';
import { isAway, type Transport } from '../transport.ts';

interface Parts {
  readonly standing: Standing;
  readonly transport: Transport;
}

/** Learns with what files for the service are encrypted, while there is a link: once in each run, since it may be another one. */
export class ServiceKeys {
  readonly #parts: Parts;
  /** The desk for which it was asked. */
  #asked = '';

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What fails is tried at the next exchange; a service that knows nothing of files is not asked again. */
  async follow(): Promise<void> {
    const { standing, transport } = this.#parts;
    const { enrolled } = standing;
    if (enrolled === null || this.#asked === enrolled.status.device) return;
    const told = await transport.parcelKeys(enrolled);
    if (!told.ok && isAway(told.error)) return;
    this.#asked = enrolled.status.device;
    const known = standing.enrolled?.parcelKeys;
    const isNew = told.ok && (told.value.sign !== known?.sign || told.value.seal !== known.seal);
    if (isNew) standing.learn({ parcelKeys: told.value });
  }
}
