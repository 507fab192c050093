import { added, firstLine, findsWhereItStands } from './planted.ts';

const CHOICE = { id: 'planted-choice', label: '类型', type: 'choice' as const, required: false };

findsWhereItStands([
  [
    'a field demanded while the customer talks',
    'asked-before-listening',
    (pack) => {
      pack.commonFields[0]!.required = true;
      pack.commonFields[0]!.askFrom = pack.stages[1]!.id;
      return ['commonFields', 0, 'askFrom'];
    },
  ],
  [
    'a choice twice',
    'choice-twice',
    (pack) => {
      const at = pack.commonFields.push({ ...CHOICE, choices: ['好', '坏', '好'], askFrom: 'record' }) - 1;
      return ['commonFields', at, 'choices'];
    },
  ],
  [
    'a label that says nothing',
    'says-nothing',
    (pack) => {
      pack.moods[0]!.name = '——';
      return ['moods', 0, 'name'];
    },
  ],
  [
    'two of one name',
    'label-twice',
    (pack) => {
      pack.situations[3]!.name = pack.situations[2]!.name;
      return ['situations', 3];
    },
  ],
  [
    'a department that cannot be called',
    'department-without-number',
    (pack) => {
      added(pack, { text: '号码是{contact.departmentNumber}。', when: 'department == chosen' });
      delete pack.departments[0]!.number;
      return ['departments', 0];
    },
  ],
  ['more than its seconds', 'more-than-its-seconds', (pack) => [...added(pack, { seconds: 1 }), 'seconds']],
  ['less than its seconds', 'less-than-its-seconds', (pack) => [...added(pack, { seconds: 60 }), 'seconds']],
  [
    'a speech',
    'too-long-to-say',
    (pack) => [...added(pack, { text: '这件事情说来话长我慢慢说给您听。'.repeat(6) }), 'text'],
  ],
  ['the same sentence', 'same-as-another', (pack) => added(pack, { text: `${firstLine(pack).text}！` })],
  [
    'almost the same sentence',
    'almost-another',
    (pack) => added(pack, { text: pack.situations[0]!.lines[0]!.text.replace('您', '你') }),
  ],
  [
    'a variant that is none',
    'variant-the-same',
    (pack) => [...added(pack, { variants: ['麻烦您等我把这一页记录看完再往下说'] }), 'variants', 0],
  ],
  [
    'a variant that asks for more',
    'variant-other-slots',
    (pack) => [...added(pack, { variants: ['请把{case.demand}再说一遍。'] }), 'variants', 0],
  ],
  ['its own forbidden words', 'forbidden-words', (pack) => added(pack, { text: '这不关我的事，请您找别的部门。' })],
]);
