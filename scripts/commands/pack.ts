import { runPack } from '../pack/run.ts';
import { thisTerminal } from '../pack/terminal.ts';

process.exitCode = await runPack(process.argv.slice(2), thisTerminal());
