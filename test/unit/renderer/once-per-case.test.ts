import { expect, test } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import type { CountdownView } from '#shared/contract/views.ts';
import { oncePerCase } from '../../../src-renderer/countdowns/urgency.ts';

function countdown(id: string, about: Partial<CountdownView>): CountdownView {
  const who = { surname: '王', title: '女士', phone: '' };
  const times = { startsAt: 0, warnAt: null, dueAt: 1 };
  const whose = { contactId: null, callbackId: null, caseId: 'case' as CaseId };
  return { id, kind: 'target', phase: 'running', detail: 'plan', ...times, ...whose, who, ...about };
}

test('a target that two contacts of a case owe is shown once, as it is due first; all else stays', () => {
  const rows = [
    countdown('first', {}),
    countdown('again', {}),
    countdown('other target', { detail: 'progress' }),
    countdown('other case', { caseId: 'another' as CaseId }),
    countdown('callback', { kind: 'callback', detail: 'plan' }),
    countdown('second callback', { kind: 'callback', detail: 'plan' }),
    countdown('of no case', { caseId: null }),
    countdown('of no case either', { caseId: null }),
  ];
  expect(oncePerCase(rows).map(({ id }) => id)).toEqual(rows.map(({ id }) => id).filter((id) => id !== 'again'));
});
