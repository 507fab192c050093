// @ts-check
/** The same case for everybody who is compared: about as much text as an agent writes. Made-up people and numbers. */

const SURNAMES = ['王', '李', '欧阳', '张', '陈', '林'];
const WORDS = [
  '左耳没有声音',
  '充电盒指示灯不亮',
  '换新后仍断连',
  '发票抬头开错',
  '物流三天没有更新',
  '要求改约到周六',
];

/**
 * @param {readonly string[]} list
 * @param {number} n
 */
const pick = (list, n) => list[n % list.length] ?? '';

/**
 * As long as the ids that desks give.
 * @param {'case' | 'customer'} kind
 * @param {number} n
 */
export function sampleId(kind, n) {
  return `019c0000-0000-7000-${kind === 'case' ? '800b' : '800a'}-${String(n).padStart(12, '0')}`;
}

/** @param {number} n */
export function sampleCase(n) {
  return {
    number: `HZ-7QF3K-261121-${String(n).padStart(4, '0')}`,
    surname: pick(SURNAMES, n),
    phone: `13${String((n * 7_919) % 1_000_000_000).padStart(9, '0')}`,
    scenario: 'issue',
    status: 'done',
    owner: `周宁${String(n % 12)}`,
    openedAt: 1_772_000_000_000 + n * 60_000,
    packHash: 'f'.repeat(64),
    product: `耳机 X${String(n % 50)}`,
    facts: `${pick(WORDS, n)}，${pick(WORDS, n * 7 + 1)}，订单 ${String(900_000_000 + n * 13)}`,
    remedy: pick(WORDS, n * 5 + 2),
  };
}
