import type { ContactView } from '#shared/contract/views.ts';
import type { Line, Waiting } from '#shared/domain/contact/state.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';

/** What a band is told of the contact; all times are counted from `now`. */
interface BandOf {
  readonly contact: ContactView;
  readonly pack: Pack;
  readonly now: number;
}

/** A band while the line of a call is in this state. */
export interface LineBand<Kind extends Line['kind']> extends BandOf {
  readonly line: Extract<Line, { kind: Kind }>;
}

/** A band while nobody has answered. */
export interface WaitingBand extends BandOf {
  readonly state: Waiting;
}
