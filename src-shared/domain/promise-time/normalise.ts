/** The longest normalised text that is read, in UTF-16 units; a spoken time limit is far shorter. */
export const longestText = 64;

/** Longer input is not even normalised, so that a pasted megabyte costs nothing. */
const longestInput = 4096;

/** Traditional forms and variants that occur in the words of time. */
const simplified: Readonly<Record<string, string>> = {
  點: '点', 鐘: '钟', 鍾: '钟', 時: '时', 後: '后', 內: '内', 兩: '两', 週: '周', 禮: '礼', 號: '号', 個: '个', 節: '节',
  國: '国', 慶: '庆', 這: '这', 間: '间', 過: '过', 幾: '几', 來: '来', 剛: '刚', 盡: '尽', 遲: '迟', 為: '为', 還: '还',
  從: '从', 約: '约', 開: '开', 馬: '马', 會: '会', 兒: '儿', 勞: '劳', 動: '动', 陽: '阳', 無: '无', 倆: '俩',
  '’': "'", '‘': "'", '〜': '~', '–': '-', '—': '-', '‐': '-', '−': '-', '―': '-', '〇': '零', '○': '零',
}; // prettier-ignore

type Normalised =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly beginning: string };

/** NFKC, lower case, simplified, without invisible characters; a space stays only where it keeps two words apart. */
export function normaliseWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/./gsu, (character) => simplified[character] ?? character)
    .replace(/(?<![a-z0-9.]) | (?![a-z0-9])/gu, '');
}

export function normalise(input: string): Normalised {
  if (input.length > longestInput) {
    const visible = input.trim();
    if (visible === '') return { kind: 'empty' };
    if (visible.length > longestInput)
      return { kind: 'too-long', beginning: cut(normaliseWords(visible.slice(0, longestInput))) };
    return normalise(visible);
  }
  const text = normaliseWords(input);
  if (/^[\s\p{P}]*$/u.test(text)) return { kind: 'empty' };
  return text.length > longestText ? { kind: 'too-long', beginning: cut(text) } : { kind: 'text', text };
}

/** The first `longestText` units, never half of a surrogate pair. */
function cut(text: string): string {
  return text.slice(0, longestText).replace(/[\uD800-\uDBFF]$/u, '');
}
