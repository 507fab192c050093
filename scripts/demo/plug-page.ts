import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '#core/words.ts';
import type { DemoDesk } from './desk.ts';
import type { DeskLine } from './page/desk-line.ts';
import { wordsIn } from './words.ts';

const PAGE = readFileSync(join(import.meta.dirname, 'page', 'page.html'), 'utf8');
const DESK = readFileSync(join(import.meta.dirname, 'page', 'desk.html'), 'utf8');

export function deskLine(id: string, desk: DemoDesk, locale: Locale): DeskLine {
  const words = wordsIn(locale);
  const { sync } = desk.window.state;
  const pluggedIn = desk.cable.isPluggedIn;
  return {
    ...{ id, pluggedIn },
    link: words(pluggedIn ? 'page.plugged-in' : 'page.pulled-out'),
    button: words(pluggedIn ? 'page.pull-out' : 'page.plug-in', { name: desk.name }),
    sync: words(`phase.${sync.phase}`),
    pending: words('page.pending', { count: sync.pending }),
    conflicts: words('page.conflicts', { count: sync.conflicts }),
  };
}

/** The page as it is at this moment; it works without its script too, only that it has to be loaded again then. */
export function plugPage(
  locale: Locale,
  desks: ReadonlyMap<string, DemoDesk>,
  facts: { readonly third: string; readonly health: string },
): string {
  const words = wordsIn(locale);
  const other: Locale = locale === 'en' ? 'zh-CN' : 'en';
  const sections = [...desks].map(([id, desk]) => {
    const { pluggedIn, ...line } = deskLine(id, desk, locale);
    const plug = pluggedIn ? 'in' : 'out';
    return slots(DESK, { ...line, plug, locale, name: desk.name, open: words('page.open', { name: desk.name }) });
  });
  const texts = ['title', 'lead', 'desks', 'first', 'second', 'third-step', 'try', 'service', 'gone'] as const;
  return slots(PAGE, {
    ...Object.fromEntries(texts.map((name) => [name, words(`page.${name}`)])),
    ...{ locale, other, health: facts.health, 'other-name': words('page.other-language') },
    third: words('page.third', { name: facts.third }),
  }).replace('{{sections}}', () => sections.join('\n'));
}

/** `{{name}}` in markup; the text is escaped, for names may hold anything. */
function slots(markup: string, texts: Readonly<Record<string, string>>): string {
  return markup.replaceAll(/\{\{([a-z-]+)\}\}/gu, (slot, name: string) => {
    const text = texts[name];
    return text === undefined ? slot : text.replaceAll(/[&<>"']/gu, (sign) => `&#${String(sign.codePointAt(0))};`);
  });
}
