import { navigation, paths, permissions, policyHeader, scripts, windowOpen } from './page-checks.ts';
import type { SecurityCheck } from './security-check.ts';
import { messages, pageSees, preload, rights, sender } from './wire-checks.ts';

export const SECURITY_CHECKS = {
  policyHeader,
  scripts,
  navigation,
  windowOpen,
  sender,
  rights,
  pageSees,
  preload,
  paths,
  permissions,
  messages,
} as const satisfies Record<string, SecurityCheck>;

export type SecurityCheckName = keyof typeof SECURITY_CHECKS;
