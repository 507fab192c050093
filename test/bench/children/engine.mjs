// The least that any program on this engine needs: Node, the binding, and a database that is opened and read.
import { createRequire } from 'node:module';

const Database = createRequire(import.meta.url)('better-sqlite3');
const database = new Database(process.argv[2], { readonly: true });
for (const pragma of [`cipher='aegis'`, `key="x'${process.argv[3]}'"`]) database.pragma(pragma);
database.pragma('user_version');
process.stdout.write('ready\n');
