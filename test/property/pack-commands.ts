import fc from 'fast-check';
import type { ContactCommand, CoreCommand } from '../../src-shared/domain/contact/command.ts';
import type { Pack } from '../../src-shared/domain/pack/schema.ts';

type Command = ContactCommand | CoreCommand;

/** Commands with the names of a real pack, and now and then with one that it does not have. */
export function packCommands(pack: Pack): fc.Arbitrary<Command> {
  const one = (ids: readonly string[]): fc.Arbitrary<string> =>
    fc.oneof({ arbitrary: fc.constantFrom(...ids), weight: 9 }, { arbitrary: fc.constant('constructor'), weight: 1 });
  const ids = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id);
  const special = [pack.hold, pack.silence, pack.redial].map(({ situation }) => situation);
  const situations = [...ids(pack.situations), ...special, ...special, pack.callback.thirdPartySituation];
  const bare = (
    [
      'next-stage',
      'leave-situation',
      'start-silence',
      'end-silence',
      'drop-line',
      'redial',
      'reconnect',
      'undo-close',
    ] as const
  ).map((type): Command => ({ type }));
  const plain: readonly Command[] = [
    ...bare,
    { type: 'start-hold', reason: null },
    { type: 'start-hold', reason: '查订单记录' },
    { type: 'end-hold', by: 'back' },
    { type: 'give-hold-reason', reason: '查资料' },
    { type: 'change-party', party: 'other' },
    { type: 'change-party', party: 'customer' },
    { type: 'use-line', line: pack.hold.consentLine, via: 'spoken' },
    { type: 'end', by: 'customer' },
    { type: 'close', leaveToBeCompleted: false },
    { type: 'close', leaveToBeCompleted: true },
  ];
  return fc.oneof(
    { arbitrary: fc.constantFrom(...plain), weight: 12 },
    { arbitrary: one(situations).map((situation): Command => ({ type: 'enter-situation', situation })), weight: 4 },
    one(ids(pack.stages)).map((stage): Command => ({ type: 'enter-stage', stage })),
    one(ids(pack.scenarios)).map((scenario): Command => ({ type: 'classify', scenario })),
    one(ids(pack.moods)).map((mood): Command => ({ type: 'tag-mood', mood })),
    one(ids(pack.departments)).map((department): Command => ({ type: 'arrange-transfer', department })),
    one(ids(pack.targets)).map((target): Command => ({ type: 'meet-target', target })),
  );
}
