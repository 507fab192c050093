import { examine } from './examine.ts';
import { report } from './report.ts';

/** `npm run doctor`: numbered checks that a user can run and send; they change nothing and show no personal data. */
const findings = await examine(process.argv.slice(2));
process.exitCode = report(findings);
