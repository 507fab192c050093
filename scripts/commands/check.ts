import { fixWhatCanBe, runChecks } from '../steps/checks.ts';

if (process.argv.includes('--fix')) await fixWhatCanBe();
const { failed } = await runChecks({ lintCache: true });
if (failed.length > 0) {
  console.log(`Failed: ${failed.join(', ')}. "npm run check -- --fix" mends format and some of lint.`);
  process.exitCode = 1;
}
