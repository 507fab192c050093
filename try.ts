import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { wordingPolicySchema } from './src-shared/domain/wording/policy.ts';
import { compileWording } from './src-shared/domain/wording/check.ts';
const r = wordingPolicySchema.safeParse(parse(readFileSync('resources/packs/zh-CN/wording.yaml', 'utf8'), { maxAliasCount: 0, uniqueKeys: true }));
if (!r.success) { console.log(r.error.issues.map((i) => i.path.join('.') + ' ' + i.message).join('\n')); process.exit(1); }
let t = performance.now(); const c = compileWording(r.data); console.log('compile', performance.now() - t);
const files = process.argv.slice(2);
let tp = 0, fp = 0, fn = 0;
for (const f of files) for (const line of readFileSync('test/corpus/wording/' + f, 'utf8').split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  const [ctx, exp, text, span] = line.split('\t') as any;
  const want = exp === 'ok' ? [] : exp.split(',');
  const must = want.filter((x: string) => !x.startsWith('?')); const may = want.map((x: string) => x.replace('?', ''));
  const hits = c.check(text, ctx);
  const got = [...new Set(hits.map((h) => h.rule))];
  for (const h of hits) if (text.slice(h.start, h.end) !== h.text) console.log('SLICE', text);
  const miss = must.filter((x: string) => !got.includes(x)); const extra = got.filter((x) => !may.includes(x));
  tp += must.length - miss.length; fn += miss.length; fp += extra.length;
  if (miss.length || extra.length) console.log(f.slice(0, 5), ctx, exp, '|', text, '| miss', miss.join(), '| extra', hits.filter((h) => extra.includes(h.rule)).map((h) => h.rule + ':' + h.text).join(' '));
  else if (span && !hits.some((h) => h.text === span)) console.log('SPAN', text, '| want', span, '| got', hits.map((h) => h.text).join(' / '));
}
console.log({ tp, fp, fn, precision: tp / (tp + fp), recall: tp / (tp + fn) });
