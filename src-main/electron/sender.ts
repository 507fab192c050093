import type { IpcMainEvent, WebContents } from 'electron';
import { APP_ORIGIN, type WindowKind } from './origin.ts';

/**
 * The window that sent a message, or `null` if nobody we know did: it must come from the top frame of one of our windows,
 * and that frame must show our own origin at this moment. What the message says about itself counts for nothing.
 */
export function trustedSender(
  event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>,
  kindOf: (contents: WebContents) => WindowKind | null,
): WindowKind | null {
  const frame = event.senderFrame;
  // `null` once the frame is gone; a frame inside another one has a parent.
  if (frame?.parent !== null || frame.detached) return null;
  if (frame.origin !== APP_ORIGIN) return null;
  return kindOf(event.sender);
}
