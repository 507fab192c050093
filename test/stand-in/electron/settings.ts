/** What the driver tells the stand-in before anything of the app is loaded. */
export interface StandInSettings {
  /** Of the Chromium that shows the windows. */
  readonly endpoint: string;
  /** The folder that Electron would be started with. */
  readonly appPath: string;
  /** `out/main/electron.js` or a weakened build of it. */
  readonly main: string;
  readonly appData: string;
  readonly args: readonly string[];
  readonly languages: readonly string[];
  readonly keyStore: 'works' | 'unavailable' | 'garbage';
  /** Hexadecimal; the same one for each start on this "machine", as a system's key store would keep it. */
  readonly systemKey: string;
  /** Chords that "another program" holds. */
  readonly taken: readonly string[];
  /** Another instance of the app already runs on this folder. */
  readonly secondInstance: boolean;
}

const VARIABLE = 'ZUOXI_STAND_IN';

export function settingsFor(settings: StandInSettings): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(settings) };
}

function read(): StandInSettings {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error('stand-in: started without its driver');
  return JSON.parse(text) as StandInSettings;
}

let known: StandInSettings | undefined;

export function settings(): StandInSettings {
  known ??= read();
  return known;
}
