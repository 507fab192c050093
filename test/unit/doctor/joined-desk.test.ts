import { expect } from 'vitest';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { hashPack } from '#core/scripts/load-pack.ts';
import { zhPack, type TestDesk } from '#kit/desk.ts';
import { call, edit } from '#kit/desk-work.ts';
import { test as branchTest } from '#kit/service/branch-test.ts';
import type { Examination } from '../../../src-main/doctor/examine.ts';
import { Clinic } from './clinic.ts';

/** What is not well with a desk, as it lies on its disk. */
type Ills = (desk: TestDesk) => Promise<readonly Examination['findings'][number][]>;

const test = branchTest.extend('illsOf', ({ branch, onTestFinished }): Ills => {
  const clinic = new Clinic(branch.clock);
  onTestFinished(() => clinic.remove());
  return async (desk) => {
    const { findings } = await clinic.examine(clinic.takeIn(desk));
    return findings.filter(({ verdict }) => verdict !== 'ok');
  };
});

test('what a colleague is doing is no fault of this desk, nor who took over what', async ({ branch, illsOf }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '耳机左边没有声音');
  const contactId = ann.contact().id;
  await ann.do('callback.promise', { contactId, due: { preset: '2' }, reason: '等仓库' });
  await branch.settle();
  expect({ ann: await illsOf(ann), bo: await illsOf(bo) }).toEqual({ ann: [], bo: [] });
  const { items } = await bo.do('callback.list', { status: 'open', before: null, limit: 10 });
  await bo.do('callback.take', { callbackId: items[0]!.id });
  await branch.settle();
  expect({ ann: await illsOf(ann), bo: await illsOf(bo) }).toEqual({ ann: [], bo: [] });
});

test('a case of a colleague who works by another pack is no loss of this desk', async ({ branch, illsOf }) => {
  const { pack } = zhPack();
  const other: Pack = { ...pack, name: `${pack.name}（旧）` };
  const ann = await branch.desk('周宁', undefined, { hash: hashPack(other), pack: other });
  await branch.join(ann);
  const bo = await branch.joined('林珊');
  const caseId = await call(ann);
  await branch.settle();
  await bo.do('case.list', { range: 'all', before: null, limit: 10 });
  expect((await bo.do('case.get', { caseId })).packHash).toBe(hashPack(other));
  branch.clock.pass(0);
  expect([await illsOf(bo), bo.state().notices]).toEqual([[], []]);
});

test('what was done before a desk joined is sent under its new name, and nothing of it was altered', async ({
  branch,
  illsOf,
}) => {
  const ann = await branch.desk('周宁');
  await edit(ann, await call(ann), 'facts', '入网之前');
  await branch.join(ann);
  await branch.settle();
  await call(await branch.joined('林珊'));
  expect(await illsOf(ann)).toEqual([]);
});

test('a debt that two desks paid without a link is in the log twice, and no fault', async ({ branch, illsOf }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  const contactId = ann.contact().id;
  await ann.do('contact.command', { contactId, command: { type: 'classify', scenario: 'consult' } });
  await ann.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await ann.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  await branch.settle();
  branch.central.reachable = false;
  const { missing } = await ann.do('case.get', { caseId });
  expect(missing.length).toBeGreaterThan(0);
  for (const desk of [ann, bo]) for (const field of missing) await edit(desk, caseId, field, '补上');
  branch.central.reachable = true;
  await branch.settle();
  const completed = ann.database.prepare(`SELECT count(*) FROM contact_event WHERE body LIKE '%"completed"%'`);
  expect(completed.pluck().get()).toBe(2);
  expect({ ann: await illsOf(ann), bo: await illsOf(bo) }).toEqual({ ann: [], bo: [] });
});
