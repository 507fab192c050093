export const HELP = `The central service of Zuoxi.

  serve                          serves until it is stopped (--with-code: prints a code for a first desk)
  enrol-code                     a one-time code for one desk: --branch B --role agent|lead|supervisor|admin
                                 (--more-branches B,C for a supervisor, --label TEXT)
  device list                    all desks
  device revoke ID               this desk gets nothing any more
  restore                        to be called once after a backup was put back, before the service serves again
  backup FILE                    copies the embedded database into a new file, also while the service serves
  pack publish FILE              publishes a script pack (--label TEXT)

Settings (docs/administrator): --config FILE.yaml, environment variables ZUOXI_…, DATABASE_URL; and
  --data FOLDER  --host ADDRESS  --port N  --database-url URL
`;

/** What can go wrong, and what to do then. */
export const PROBLEMS: Readonly<Record<string, string>> = {
  'config-invalid': 'The settings are not valid:',
  'database-from-newer-version':
    'The database was written by a newer version of the service. Start that version, or restore a backup.',
  'database-not-opened': 'The database could not be opened:',
  'not-listening': 'The address could not be served (is the port taken, or a certificate missing?):',
  'wrong-command': 'There is no such command, or something is missing in it. See --help.',
  'no-such-device': 'There is no such desk. See: device list',
  'not-restored': 'Another process began a new epoch at the same moment. Nothing is left to be done.',
  'use-pg-dump': 'The data is in PostgreSQL: back it up with pg_dump.',
  'not-copied': 'The copy was not made:',
  'no-such-file': 'The file could not be read:',
};
