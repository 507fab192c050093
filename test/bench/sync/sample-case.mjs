// @ts-check
/** The same case for everybody who is compared: about as much text as an agent writes. Made-up people and numbers. */

const SURNAMES = '王李张刘陈杨黄赵吴周';
const WORDS = ['充不进电', '屏幕有一道亮线', '发票抬头写错了', '物流三天没有更新', '退款还没有到账'];

/**
 * @param {number} n
 * @returns {{ number: string, surname: string, phone: string, status: string, owner: string, openedAt: number, packHash: string, facts: string }}
 */
export function sampleCase(n) {
  return {
    number: `HZ-01-${String(n).padStart(7, '0')}`,
    surname: SURNAMES[n % SURNAMES.length] ?? '',
    phone: `138${String(n).padStart(8, '0')}`,
    status: 'open',
    owner: '周宁',
    openedAt: 1_772_000_000_000 + n * 1_000,
    packHash: 'f'.repeat(64),
    facts: `客户说${WORDS[n % WORDS.length] ?? ''}，已经试过重启。`,
  };
}
