import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parsePattern } from './src-shared/domain/wording/pattern.ts';
const p = parse(readFileSync('resources/packs/zh-CN/wording.yaml','utf8'));
const all:[number,string][]=[];let n=0;
const go=(l:string[])=>{for(const s of l){const r=parsePattern(s,p.sets);if(r.ok){const k=r.value.parts.reduce((a:number,b:any)=>a+b.literals.length,0);n+=k;all.push([k,s]);}}};
for(const g of p.groups){go(g.phrases);go(g.unless??[])} for(const i of p.quotations.introductions){go(i.phrases);go(i.unless??[])}
all.sort((a,b)=>b[0]-a[0]);console.log(n,all.slice(0,25));
