import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../door/root.mjs';

export type ElectronHere =
  { readonly found: true; readonly binary: string } | { readonly found: false; readonly because: WhyNoElectron };

/** The words are in `resources/locales/door`, under `electron.`. */
export type WhyNoElectron = 'no-display' | 'as-root' | 'no-binary' | 'no-libraries';

/** Looks for an Electron that can open windows here, the way the `electron` package does, but never downloads one. */
export function findElectron(): ElectronHere {
  const headless =
    process.platform === 'linux' && (process.env.DISPLAY ?? '') === '' && (process.env.WAYLAND_DISPLAY ?? '') === '';
  if (headless) return { found: false, because: 'no-display' };
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { found: false, because: 'as-root' };
  }
  const binary = binaryPath();
  if (binary !== undefined && existsSync(binary)) return { found: true, binary };
  return { found: false, because: 'no-binary' };
}

function binaryPath(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const nameFile = join(folder, 'path.txt');
  const name = existsSync(nameFile) ? readFileSync(nameFile, 'utf8') : undefined;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') return join(override, name ?? 'electron');
  return name === undefined ? undefined : join(folder, 'dist', name);
}
