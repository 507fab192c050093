import { describe, expect, test } from 'vitest';
import { expandCommand } from '#shared/domain/pack/expand.ts';
import { NO_CONTACT } from '#shared/domain/contact/state.ts';
import { contactAfter, defaultPack, inbound, outbound } from '../pack/desk.ts';

const pack = defaultPack();
const { hold, silence, redial, callback } = pack;
const enter = (situation: string) => ({ type: 'enter-situation', situation }) as const;
const leave = { type: 'leave-situation' } as const;
const startHold = { type: 'start-hold', reason: null } as const;
const consent = { type: 'use-line', line: hold.consentLine, via: 'spoken' } as const;
const other = { type: 'use-line', line: pack.lines[pack.stages[0].id]![0]!.id, via: 'spoken' } as const;
const silent = { type: 'start-silence' } as const;
const drop = { type: 'drop-line' } as const;

const call = contactAfter(pack, inbound());
const onHold = contactAfter(pack, [...inbound(), startHold]);
const isSilent = contactAfter(pack, [...inbound(), silent]);
const chat = contactAfter(pack, inbound(null, 'chat'));
const third = contactAfter(pack, outbound(null, 'other'));

describe('what one wish means under the pack', () => {
  test.each([
    ['R-HOLD-1: the line that asks for the wait begins it', call, consent, [consent, startHold, enter(hold.situation)]],
    ['R-HOLD-1: said again while waiting, it begins no second one', onHold, consent, [consent]],
    ['R-HOLD-1: in a chat it is only a line', chat, consent, [consent]],
    ['another line is only a line', call, other, [other]],
    ['R-HOLD-1: a hold brings its situation', call, startHold, [startHold, enter(hold.situation)]],
    ['R-SIT-5: silence brings its situation', call, silent, [silent, enter(silence.situation)]],
    ['R-SIT-5: the situation brings the silence', call, enter(silence.situation), [silent, enter(silence.situation)]],
    ['R-SIT-5: in a chat there is no line to be silent', chat, enter(silence.situation), [enter(silence.situation)]],
    ['R-SIT-5: the customer is heard again', isSilent, { type: 'end-silence' }, [{ type: 'end-silence' }, leave]],
    ['R-SIT-6: a dropped line brings its situation', call, drop, [drop, enter(redial.situation)]],
    ['R-SIT-6: the situation drops the line', call, enter(redial.situation), [drop, enter(redial.situation)]],
    ['R-HOLD-1: looking at the wait does not begin it', call, enter(hold.situation), [enter(hold.situation)]],
    [
      'R-OUT-3: somebody else answers',
      contactAfter(pack, outbound().slice(0, 1)),
      { type: 'reach', party: 'other' },
      [{ type: 'reach', party: 'other' }, enter(callback.thirdPartySituation)],
    ],
    [
      'R-OUT-3: the situation makes the other one somebody else',
      call,
      enter(callback.thirdPartySituation),
      [{ type: 'change-party', party: 'other' }, enter(callback.thirdPartySituation)],
    ],
    [
      'R-OUT-3: the customer comes to the phone',
      third,
      { type: 'change-party', party: 'customer' },
      [{ type: 'change-party', party: 'customer' }, leave],
    ],
    ['where nothing is yet, a wish stays as it is', NO_CONTACT, silent, [silent, enter(silence.situation)]],
  ] as const)('%s', (_, state, command, expected) => {
    expect(expandCommand(pack, state, command)).toEqual(expected);
  });
});
