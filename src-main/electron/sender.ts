import { APP_ORIGIN, type WindowKind } from './origin.ts';

/** What Electron tells of who sent a message (`IpcMainEvent`), as far as it matters here. */
export interface Sent<Contents> {
  readonly sender: Contents;
  readonly senderFrame: { readonly parent: unknown; readonly detached: boolean; readonly origin: string } | null;
}

/**
 * The window that sent a message, or `null` if nobody we know did: it must come from the top frame of one of our windows,
 * and that frame must show our own origin at this moment. What the message says about itself counts for nothing.
 */
export function trustedSender<Contents>(
  { sender, senderFrame: frame }: Sent<Contents>,
  kindOf: (contents: Contents) => WindowKind | null,
): WindowKind | null {
  // `null` once the frame is gone; a frame inside another one has a parent.
  if (frame?.parent !== null || frame.detached) return null;
  if (frame.origin !== APP_ORIGIN) return null;
  return kindOf(sender);
}
