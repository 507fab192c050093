import { run } from './cli/run.ts';

// Database, token and backups are read by nobody but their owner.
process.umask(0o077);
process.exitCode = await run(process.argv.slice(2));
