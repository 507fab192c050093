import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { wordingPolicySchema } from './src-shared/domain/wording/policy.ts';
import { compileWording } from './src-shared/domain/wording/check.ts';
import { readLetters } from './src-shared/domain/wording/letters.ts';
import { foldOf } from './src-shared/domain/wording/fold.ts';
const raw = parse(readFileSync('resources/packs/zh-CN/wording.yaml', 'utf8'));
const full = compileWording(wordingPolicySchema.parse(raw));
const bare = compileWording(wordingPolicySchema.parse({ ...raw, groups: raw.groups.map((g: any) => g.id.match(/^(casual|told-so|will-it-do|after-all|why-hurry)$/) ? { ...g, unless: [] } : g) }));
const reading = { fold: foldOf(raw.alike), keptSigns: new Set<string>(raw.keptSigns), skippedLetters: new Set<string>(raw.skippedLetters) };
const seg = new Intl.Segmenter('zh', { granularity: 'word' });
const cut = (text: string, s: number, e: number) => {
  const L = readLetters(text, reading); const a = L.start.indexOf(s), b = L.end.lastIndexOf(e) + 1;
  const bounds = new Set([...seg.segment(L.chars)].map((x) => x.index).concat(L.chars.length));
  return !bounds.has(a) || !bounds.has(b);
};
let lost = 0, n = 0, fpBare = 0, fpSeg = 0, fpList = 0;
for (const f of process.argv.slice(2)) for (const line of readFileSync('test/corpus/wording/' + f, 'utf8').split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  const [ctx, exp, text] = line.split('\t') as any;
  if (ctx === 'quoted_customer') continue;
  const short = (hs: any) => hs.filter((h: any) => h.rule === 'R-WRD-1');
  if (exp.includes('R-WRD-1')) { const h = short(full.check(text, ctx)); n++; const kept = h.filter((x: any) => !cut(text, x.start, x.end)); if (h.length && !kept.length) { lost++; console.log('LOST', text, h.map((x: any) => x.text).join()); } }
  else { const b = short(bare.check(text, ctx)), l = short(full.check(text, ctx)); const k = b.filter((x: any) => !cut(text, x.start, x.end)); if (b.length) fpBare++; if (l.length) fpList++; if (k.length) { fpSeg++; console.log('NOT CAUGHT', text, k.map((x: any) => x.text).join()); } }
}
console.log({ n, lost, fpBare, fpSeg, fpList });
