import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Locale } from '#core/words.ts';

/** The words of this host: tray, notifications, dialogs. Those of the windows belong to the renderer. */
const textsSchema = z.strictObject({
  appName: z.string(),
  panelTitle: z.string(),
  tray: z.strictObject({
    open: z.string(),
    panel: z.string(),
    quit: z.string(),
    late: z.string(),
    nothingLate: z.string(),
  }),
  menu: z.strictObject({ edit: z.string(), window: z.string() }),
  /** Dialogs for the files that are carried to the service and back. */
  parcel: z.strictObject({ kind: z.string(), write: z.string(), take: z.string() }),
  pack: z.strictObject({ kind: z.string(), take: z.string() }),
  /** For a customer whose name is not known yet. */
  someone: z.string(),
  notify: z.record(z.string(), z.strictObject({ title: z.string(), body: z.string() })),
  startFailure: z.strictObject({
    title: z.string(),
    openFolder: z.string(),
    quit: z.string(),
    code: z.string(),
    moreFaults: z.string(),
  }),
  /** Why a desk cannot start: what happened, what is safe, what to do next. */
  start: z.record(z.string(), z.strictObject({ what: z.string(), safe: z.string(), next: z.string() })),
});

export type Texts = z.infer<typeof textsSchema>;

export class TextSource {
  readonly #folder: string;
  readonly #loaded = new Map<Locale, Texts>();

  /** `folder` holds one JSON file for each locale. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  in(locale: Locale): Texts {
    const known = this.#loaded.get(locale);
    if (known !== undefined) return known;
    const texts = textsSchema.parse(JSON.parse(readFileSync(join(this.#folder, `${locale}.json`), 'utf8')));
    this.#loaded.set(locale, texts);
    return texts;
  }
}

/** The first of our languages among `wanted` (BCP 47 tags, most wanted first); Chinese when there is none. */
export function chooseLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split(/[-_]/, 1)[0];
    if (language === 'zh') return 'zh-CN';
    if (language === 'en') return 'en';
  }
  return 'zh-CN';
}

/** Puts facts into `{name}` slots. A slot without a fact becomes `…`: a name in braces is never shown to anybody. */
export function fill(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_slot, name: string) => facts[name] ?? '…');
}
