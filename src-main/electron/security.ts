import type { App, Session, WebContents } from 'electron';
import { openExternally } from './external-links.ts';
import { isOwnPage } from './origin.ts';

/** Guards every page of this app, whoever makes it and whenever: it stays where it is, opens nothing and embeds nothing. */
export function guardPages(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openExternally(url);
      return { action: 'deny' };
    });
  });
}

function guardNavigation(contents: WebContents): void {
  const stayHome = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayHome);
  contents.on('will-frame-navigate', stayHome);
  contents.on('will-redirect', stayHome);
}

/** Electron grants what a page asks for unless it is told otherwise. Our pages need no permission and no device at all. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler((_details, decide) => decide({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, decide) => decide(null));
  session.on('will-download', (event) => event.preventDefault());
}
