/** A number as people type it, with an input method's wide digits too; `null`: nothing that could be an amount. */
export function amountOf(typed: string): number | null {
  const text = typed.normalize('NFKC').replace('。', '.').trim();
  const amount = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  return amount > 0 ? amount : null;
}
