import { added, firstLine, findsWhereItStands } from './planted.ts';

findsWhereItStands([
  ['an unknown slot', 'no-such-slot', (pack) => added(pack, { text: '您的鞋码是{customer.shoe-size}吗？' })],
  ['a brace left over', 'stray-brace', (pack) => added(pack, { text: '您好，我是{agent.name。' })],
  ['an id that is there', 'id-twice', (pack) => added(pack, { id: firstLine(pack).id })],
  [
    'a key that clashes',
    'key-twice',
    (pack) => {
      pack.situations[2]!.key = pack.situations[0]!.key;
      return ['situations', 2, 'key'];
    },
  ],
  ['a condition on nothing', 'expression-no-such-fact', (pack) => [...added(pack, { when: 'weather == wet' }), 'when']],
  ['an unknown value', 'expression-no-such-value', (pack) => [...added(pack, { when: 'scenario == issues' }), 'when']],
  ['a half condition', 'expression-ends-too-soon', (pack) => [...added(pack, { when: 'channel ==' }), 'when']],
  [
    'a field of no stage',
    'no-such-stage',
    (pack) => {
      pack.commonFields[0]!.askFrom = 'dream';
      return ['commonFields', 0];
    },
  ],
  [
    'a situation that is not there',
    'no-such-situation',
    (pack) => {
      pack.redial.situation = 'lost';
      return ['redial', 'situation'];
    },
  ],
  [
    'a warning after its limit',
    'warning-after-limit',
    (pack) => {
      pack.hold.warnAfterMs = pack.hold.limitMs + 1;
      return ['hold', 'warnAfterMs'];
    },
  ],
  [
    'a best ring after the last',
    'best-ring-after-last',
    (pack) => {
      pack.ring.best = pack.ring.limit + 1;
      return ['ring', 'best'];
    },
  ],
  [
    'two deadlines',
    'not-one-deadline',
    (pack) => {
      pack.targets[0]!.sameDayAt = '18:00';
      pack.targets[0]!.withinMs = 60_000;
      return ['targets', 0];
    },
  ],
  [
    'an unknown mood',
    'no-such-mood',
    (pack) => {
      pack.situations[0]!.mood = 'furious';
      return ['situations', 0];
    },
  ],
  [
    'the matter told to others',
    'slot-not-for-others',
    (pack) => added(pack, { for: 'other', text: '{case.demand}好了。' }),
  ],
  [
    'choices of a text',
    'choices-misplaced',
    (pack) => {
      const at = pack.commonFields.findIndex(({ type }) => type !== 'choice');
      pack.commonFields[at]!.choices = ['好', '不好'];
      return ['commonFields', at];
    },
  ],
  [
    'a field twice in a form',
    'field-twice',
    (pack) => {
      pack.scenarios[0]!.fields[0]!.id = pack.commonFields[0]!.id;
      return ['scenarios', 0, 'fields', 0];
    },
  ],
  [
    'an empty label',
    'too-short',
    (pack) => {
      pack.departments[0]!.name = '';
      return ['departments', 0, 'name'];
    },
  ],
  ['a part of a page', 'markup', (pack) => [...added(pack, { text: '您好<img src=x>' }), 'text']],
]);
