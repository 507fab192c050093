export const HELP = `The central service of Zuoxi.

  serve                          serves until it is stopped (--with-code: prints a code while there is no desk)
  enrol-code                     a one-time code for one desk: --branch B --role agent|lead|supervisor|admin
                                 (--more-branches B,C for a supervisor, --label TEXT)
  device list                    all desks (--json: one object a line)
  device revoke ID               this desk gets nothing any more
  quarantine list                changes that were put aside, numbered (--json: with all that they say)
  quarantine show NO             one of them with all that it says
  quarantine release NO          tries it again: its desk may have got the right to it, or what it belongs to may have come
  quarantine drop NO             throws it away
  restore                        to be called once after a backup was put back, before the service serves again
  backup FILE                    copies the embedded database into a new file, also while the service serves
  exchange IN OUT                takes in the file of a desk without a link (IN) and writes the answer for it (OUT)
  pack publish FILE              publishes a script pack that one of packKeys has signed (--label TEXT)

Settings (docs/administrator): --config FILE.yaml, environment variables ZUOXI_…, DATABASE_URL; and
  --data FOLDER  --host ADDRESS  --port N  --database-url URL
`;

/** What can go wrong, and what to do then. */
export const PROBLEMS: Readonly<Record<string, string>> = {
  'config-invalid': 'The settings are not valid:',
  'database-from-newer-version':
    'The database was written by a newer version of the service. Start that version, or restore a backup.',
  'no-database':
    'There is no database of a service in this folder. Call every command with the --data, --config or environment of the service:',
  'already-served':
    'Another process serves this folder. Nothing was done. Stop that one first; with PostgreSQL (DATABASE_URL) several may serve.',
  'database-not-opened': 'The database could not be opened:',
  'not-listening': 'The address could not be served (is the port taken, or a certificate missing?):',
  'wrong-command': 'There is no such command, or something is missing in it. See --help.',
  'no-such-device': 'There is no such desk. See: device list',
  'not-in-quarantine': 'Nothing of this number was put aside. See: quarantine list',
  'still-aside': 'It still cannot be taken in, and stays aside under a new number. See: quarantine list',
  'not-restored': 'Another process began a new epoch at the same moment. Nothing is left to be done.',
  'use-pg-dump': 'The data is in PostgreSQL: back it up with pg_dump.',
  'not-copied': 'The copy was not made:',
  'no-such-file': 'The file could not be read:',
  'no-such-folder':
    'There is no such folder (is the stick there?), and a file needs a name with an ending such as .zxp:',
  'would-replace': 'There is another file of this name, and it is no answer. Name another one:',
  'not-written':
    'What the desk sent was taken in, but the answer could not be written. Call the command again, also with another OUT:',
  'pack-no-keys':
    'This service does not know whose script packs it publishes. Make a key (npm run pack -- keys NAME), tell its public line as packKeys in the settings, restart the service, and publish again.',
  'pack-too-large': 'The file is larger than any script pack. Nothing was published.',
  'pack-not-a-pack':
    'This is no built script pack. Nothing was published. Build and sign one: npm run pack -- build PACK --key NAME.key',
  'pack-too-new':
    'The pack was built by a newer version. Nothing was published. Update the service and its desks first.',
  'pack-damaged': 'The pack is damaged or was altered. Nothing was published. Copy or build it again.',
  'pack-faults': 'The pack has faults, no desk would use it. Nothing was published. See: npm run pack -- lint',
  'pack-not-signed':
    'Nobody has signed the pack. Nothing was published. Sign it: npm run pack -- sign FILE --key NAME.key',
  'pack-unknown-signer': 'The pack is signed by a key that is not among packKeys. Nothing was published.',
  'pack-forged': 'The signature is not right: the pack was altered. Nothing was published. Build and sign it again.',
  'parcel-not-a-parcel':
    'This is no file of a desk. Nothing was changed. Take the one that the desk wrote (its name ends in .zxp).',
  'parcel-incomplete':
    'The file is not whole. Nothing was changed. Copy it again, and take the stick out only when it is written.',
  'parcel-damaged': 'The file is damaged. Nothing was changed. Copy it again, or let the desk write another one.',
  'parcel-forged':
    'The file is damaged, or somebody else than this desk has made it. Nothing was changed. Let the desk write another one.',
  'parcel-too-new': 'The file was written by a newer version. Nothing was changed. Update the service first.',
  'parcel-too-large': 'The file is larger than any that a desk writes. Nothing was changed.',
  'parcel-an-answer':
    'This is an answer of a service, for the desk. Nothing was changed. Here the file is needed that the desk wrote.',
  'parcel-other-service': 'The file is for another service. Nothing was changed.',
  'parcel-unknown-desk':
    'This service does not know the desk. Nothing was changed. The desk has to be enrolled once over a link.',
  'parcel-not-understood':
    'The file is of this desk, and something in it is not understood. Nothing was changed. Bring service and desk to one version.',
};
