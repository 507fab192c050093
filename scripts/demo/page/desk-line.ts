/** What the page shows of one desk, in words; the only things that change while it is open. */
export interface DeskLine {
  readonly id: string;
  readonly pluggedIn: boolean;
  readonly link: string;
  readonly button: string;
  readonly sync: string;
  readonly pending: string;
  readonly conflicts: string;
}
