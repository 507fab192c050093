import { chromium, type Browser } from 'playwright-core';

/** The flags keep a fresh browser from looking for hosts that it cannot reach. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

/** A desk at the size that most of them have. */
export const DESK_SIZE = { width: 1280, height: 800 };
