/// <reference types="vite/client" />

/** What the preload of the Electron host exposes; absent in a browser. */
interface ZuoxiBridge {
  post(data: unknown): void;
  on(listener: (data: unknown) => void): void;
}

/** https://wicg.github.io/document-picture-in-picture/ — Chromium only, so it may be absent. */
interface DocumentPictureInPicture {
  requestWindow(options?: { readonly width?: number; readonly height?: number }): Promise<Window>;
  readonly window: Window | null;
}

interface Window {
  readonly zuoxi?: ZuoxiBridge;
  readonly documentPictureInPicture?: DocumentPictureInPicture;
}
