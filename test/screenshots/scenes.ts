import { CALL_SCENES } from './call-scenes.ts';
import { CONTACT_SCENES } from './contact-scenes.ts';
import { PANEL_SCENES } from './panel-scenes.ts';
import type { Scene } from './scene.ts';
import { SYNC_SCENES } from './sync-scenes.ts';
import { VIEW_SCENES } from './view-scenes.ts';

export const SCENES: readonly Scene[] = [
  ...CALL_SCENES,
  ...CONTACT_SCENES,
  ...VIEW_SCENES,
  ...SYNC_SCENES,
  ...PANEL_SCENES,
];
