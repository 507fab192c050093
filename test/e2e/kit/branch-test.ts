import { test as plain } from 'vitest';
import { Branch } from './branch.ts';

/** A test that may ask for a `branch` of its own, with its service running. */
export const test = plain.extend('branch', async ({ task, onTestFinished }) => {
  const branch = new Branch();
  onTestFinished(async () => {
    if (task.result?.state === 'fail') await branch.pictures(task.name);
    await branch.close();
  });
  await branch.open();
  return branch;
});
