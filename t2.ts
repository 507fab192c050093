import { readWordingPolicy } from './scripts/pack/wording-policy.ts';
import { compileWording } from './src-shared/domain/wording/check.ts';
let t=performance.now(); const p=readWordingPolicy(); console.log('read+validate',performance.now()-t);
for(let i=0;i<6;i++){t=performance.now();compileWording(p);console.log('compile',performance.now()-t);}
const c=compileWording(p); const text='您好，非常抱歉给您带来不便，我马上核实，两小时内给您回电。'.repeat(70).slice(0,2000);
const s:number[]=[];for(let i=0;i<300;i++){t=performance.now();c.check(text,'agent_note');s.push(performance.now()-t);}s.sort((a,b)=>a-b);console.log('check 2000',s[150],s[297]);
for (const x of ['随便','“','急什么保证','客户说究竟“','a','😀随']){const big=x.repeat(1_000_000/x.length);t=performance.now();const h=c.check(big,'agent_note');console.log('1M',x,performance.now()-t,h.length);}
