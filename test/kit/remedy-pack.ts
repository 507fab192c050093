import type { Pack } from '#shared/domain/pack/schema.ts';
import type { ChangePack } from './changed-pack.ts';

const choice = { type: 'choice', required: false, askFrom: 'record' } as const;

/** The default pack with a small matrix of remedies and two ways up, told by two fields of every case. */
export const withRemedies: ChangePack = (pack: Pack) => ({
  commonFields: [
    ...pack.commonFields,
    { ...choice, id: 'wrong-kind', label: '错在哪里', choices: ['态度', '迟到'] },
    { ...choice, id: 'wrong-gravity', label: '有多重', choices: ['轻', '重'] },
  ],
  lines: {
    ...pack.lines,
    close: [
      ...(pack.lines.close ?? []),
      { id: 'goes-up', text: '这件事我请班长亲自跟进，{callback.due|一会儿}前给您回电。' },
      { id: 'goes-higher', text: '这件事我报给主管。' },
    ],
  },
  // Those of the default pack name severities of its own.
  targets: pack.targets.filter(({ severity }) => severity === undefined),
  escalations: [
    { id: 'up', key: 'l', name: '请班长接手', to: 'lead', withinMs: 900_000, line: 'goes-up' },
    {
      id: 'higher',
      key: 's',
      name: '报主管',
      to: 'supervisor',
      withinMs: 7_200_000,
      line: 'goes-higher',
      when: 'mood >= 2',
    },
  ],
  remedies: {
    severities: [
      { id: 'light', name: '轻' },
      { id: 'grave', name: '重' },
    ],
    severityField: 'wrong-gravity',
    types: [
      { id: 'manner', name: '态度' },
      { id: 'late', name: '迟到' },
    ],
    typeField: 'wrong-kind',
    kinds: [
      { id: 'apology', name: '致歉' },
      { id: 'voucher', name: '优惠券', unit: '元' },
      { id: 'spare', name: '备用机' },
    ],
    table: [
      {
        types: ['late'],
        severity: 'light',
        allow: [{ kind: 'apology' }, { kind: 'voucher', upTo: { agent: 20, lead: 50 } }, { kind: 'spare', by: 'lead' }],
        withinMs: 3_600_000,
      },
    ],
    lines: [{ id: 'offer-remedy', text: '为了表示歉意，我给您申请一点补偿。' }],
  },
});
