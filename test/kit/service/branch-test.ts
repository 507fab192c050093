import { test as plain } from 'vitest';
import { Branch } from './branch.ts';

/** A test that may ask for a `branch` of its own. */
export const test = plain.extend('branch', async ({ onTestFinished }) => {
  const branch = await Branch.open();
  onTestFinished(() => branch.dispose());
  return branch;
});
