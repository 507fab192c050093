import { word, type Word } from './meaning.ts';
import { parseNumber, wholeNumber } from './numerals.ts';

/** Words that say how a time is meant: 之前, 内, 以后, 到, 或, 左右; and words that say nothing about it. */
export const chineseLimitWords: readonly Word[] = [
  word('之前|以前|前|为止|截止|截至', { kind: 'before' }),
  word('之内|以内|内|里', { kind: 'within' }),
  word('之后|以后|过后|后|起', { kind: 'after', side: 'left' }),
  // 过半小时 is a deadline, 过三点 only a beginning
  word('再?过|等', { kind: 'after', side: 'right' }),
  word('到|至|~|-|直到', { kind: 'to' }),
  word('或者?|还是|要么', { kind: 'or' }),
  word('左右|上下|前后|大约摸?|大概|约莫?|差不多|可能|也许|估计|预计|将近|接近|多', { kind: 'about' }),
  word('最[晚迟]|不晚于|不迟于|不超过|至迟', { kind: 'within' }),
  word('务必|一定|必须|保证|争取|的|在|于|请|吧|哦|啊|呢|呀|哈|嗯|就|那|再|时候|时间', { kind: 'filler' }),
  word('[,。、;!?:·…()\\[\\]{}<>《》〈〉「」『』【】“”"\'|]|\\.(?!\\d)| ', { kind: 'filler' }),
  word(`(${wholeNumber})`, ([text]) => {
    const value = parseNumber(text);
    return value === undefined ? undefined : [{ kind: 'number', value }];
  }),
];
