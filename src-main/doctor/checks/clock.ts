import { shiftBetween, storedAnchor } from '#core/countdowns/clock-watch.ts';
import { ofDatabase } from '../check.ts';
import { fine, problem, warning } from '../finding.ts';

/** No desk was made before; a clock that says so is wrong. */
const FIRST_RELEASE = Date.UTC(2026, 0, 1);
const SECOND = 1_000;

/** 13: deadlines hang on the wall clock. It must be of this age and must not have been set since the desk looked last. */
export const clockCheck = ofDatabase('clock', (database, { machine: { clock } }) => {
  const wall = clock.wall();
  if (wall < FIRST_RELEASE) return problem('in-the-past', { year: new Date(wall).getUTCFullYear() });
  const anchor = storedAnchor(database);
  if (anchor === null) return fine('no-anchor');
  const byMs = shiftBetween(anchor, { bootId: clock.bootId(), sinceBoot: clock.sinceBoot(), wall });
  return byMs === 0 ? fine('steady') : warning('was-set', { seconds: Math.round(byMs / SECOND) });
});
