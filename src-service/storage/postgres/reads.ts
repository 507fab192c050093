import type { DeviceState, Epoch, StreamHead } from '#shared/domain/sync/service/store.ts';
import type { SqlRow } from '../database.ts';
import { DEVICE_COLUMNS, deviceOf, epochOf } from '../records.ts';
import { Together } from './together.ts';

interface Aside {
  readonly seq: number;
  readonly reason: string;
}

/** One statement with one value. Under its name a connection prepares it once. */
type NamedSql = (name: string, text: string, value: string | null) => Promise<readonly SqlRow[]>;

/** What every exchange reads before and after its transaction: asked for once for all exchanges that want to know at the same time. */
export class Reads {
  readonly #all: NamedSql;
  readonly #devices = new Together<string, { readonly device: DeviceState | null }>((ids) => this.#devicesOf(ids));
  readonly #epochs = new Together<null, readonly Epoch[]>((wishes) => this.#epochsFor(wishes));
  readonly #heads = new Together<readonly string[], ReadonlyMap<string, StreamHead>>((lists) => this.#headsOf(lists));
  readonly #aside = new Together<{ readonly device: string; readonly after: number }, readonly Aside[]>((wishes) =>
    this.#asideOf(wishes),
  );

  constructor(all: NamedSql) {
    this.#all = all;
  }

  async device(id: string): Promise<DeviceState | null> {
    return (await this.#devices.of(id)).device;
  }

  epochs(): Promise<readonly Epoch[]> {
    return this.#epochs.of(null);
  }

  heads(streams: readonly string[]): Promise<ReadonlyMap<string, StreamHead>> {
    return this.#heads.of(streams);
  }

  quarantined(wish: { readonly device: string; readonly after: number }): Promise<readonly Aside[]> {
    return this.#aside.of(wish);
  }

  async #devicesOf(ids: readonly string[]): Promise<readonly { readonly device: DeviceState | null }[]> {
    const rows = await this.#all(
      'devices',
      `SELECT ${DEVICE_COLUMNS} FROM device WHERE id IN (SELECT json_array_elements_text($1::json))`,
      JSON.stringify(ids),
    );
    const known = new Map(rows.map((row) => [String(row.id), deviceOf(row)]));
    return ids.map((id) => ({ device: known.get(id) ?? null }));
  }

  async #epochsFor(wishes: readonly null[]): Promise<readonly (readonly Epoch[])[]> {
    const epochs = (await this.#all('epochs', 'SELECT id, heads FROM epoch ORDER BY number', null)).map(epochOf);
    return wishes.map(() => epochs);
  }

  async #headsOf(lists: readonly (readonly string[])[]): Promise<readonly ReadonlyMap<string, StreamHead>[]> {
    const text = 'SELECT id, head, high, low FROM stream WHERE id IN (SELECT json_array_elements_text($1::json))';
    const rows = await this.#all('heads', text, JSON.stringify([...new Set(lists.flat())]));
    const known = new Map(
      rows.map(({ id, head, high, low }) => [
        String(id),
        { head: Number(head), digest: { high: Number(high), low: Number(low) } },
      ]),
    );
    return lists.map(
      (streams) =>
        new Map(
          streams.flatMap((stream) => {
            const head = known.get(stream);
            return head === undefined ? [] : [[stream, head] as const];
          }),
        ),
    );
  }

  async #asideOf(
    wishes: readonly { readonly device: string; readonly after: number }[],
  ): Promise<readonly (readonly Aside[])[]> {
    const rows = await this.#all(
      'aside',
      `SELECT place, quarantine.seq, quarantine.reason
       FROM json_to_recordset($1::json) AS wish (place bigint, device text, after bigint)
       JOIN quarantine ON quarantine.device = wish.device AND quarantine.seq > wish.after ORDER BY place, quarantine.seq`,
      JSON.stringify(wishes.map((wish, place) => ({ ...wish, place }))),
    );
    const found = Map.groupBy(rows, ({ place }) => Number(place));
    return wishes.map((_, place) => (found.get(place) ?? []).map(asideOf));
  }
}

function asideOf({ seq, reason }: SqlRow): Aside {
  return { seq: Number(seq), reason: String(reason) };
}
