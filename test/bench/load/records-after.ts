import Sqlite from 'better-sqlite3';
import type { Member } from './members.ts';
import { OPS_OF_A_CONTACT, ROWS_OF_A_CONTACT } from './workday.ts';

/** How many ops, rows and ends of chains are not in the records of a service that has stopped, or are there too often. */
export function lostIn(file: string, members: readonly Member[], contacts: number): number {
  const database = new Sqlite(file, { readonly: true });
  const count = (rows: string, ...values: string[]): number =>
    database
      .prepare<string[], number>(`SELECT count(*) FROM ${rows}`)
      .pluck()
      .get(...values) ?? 0;
  try {
    const homes = [...new Set(members.map(({ home }) => home))];
    const own = 'device IN (SELECT value FROM json_each(?))';
    const devices = JSON.stringify(members.map(({ device }) => device));
    const ops = count(`op WHERE ${own}`, devices);
    const rows = count('projection WHERE stream IN (SELECT value FROM json_each(?))', JSON.stringify(homes));
    const short = count(
      `device WHERE id IN (SELECT value FROM json_each(?)) AND last_seq <> ${String(contacts * OPS_OF_A_CONTACT)}`,
      devices,
    );
    const gaps = count(
      'stream WHERE head <> (SELECT count(*) FROM log WHERE log.stream = stream.id AND log.seq <= head)',
    );
    const all = members.length * contacts;
    const wrong = (found: number, due: number): number => Math.abs(found - due);
    return (
      wrong(ops, all * OPS_OF_A_CONTACT) + wrong(rows, all * ROWS_OF_A_CONTACT) + short + gaps + count('quarantine')
    );
  } finally {
    database.close();
  }
}
