import type { Theme } from './studio.ts';

/** A picture of README and guides: a scene in Chinese at 1280 × 800. */
export interface Picture {
  readonly file: string;
  readonly scene: string;
  /** Several are put side by side. */
  readonly themes: readonly Theme[];
}

const light = (file: string, scene = file): Picture => ({ file, scene, themes: ['light'] });

export const PICTURES: readonly Picture[] = [
  light('desk-light', 'desk'),
  { file: 'desk-dark', scene: 'desk', themes: ['dark'] },
  { file: 'panel', scene: 'panel', themes: ['light', 'dark'] },
  light('first-start'),
  light('ringing'),
  light('hold'),
  light('situations'),
  light('callback'),
  light('wording'),
  light('steps'),
  light('remedy'),
  light('done'),
  light('chats'),
  light('case'),
  light('callbacks'),
  light('scripts'),
  light('settings-keys'),
  light('settings-packs'),
  light('sync', 'sync-offline'),
  light('conflicts'),
  light('callbacks-of-others'),
  light('enrol'),
];
