/** Who the customers hear. */
export interface Identity {
  readonly company: string;
  readonly department: string;
  readonly agentName: string;
  readonly agentNumber: string;
}

/** Lengths in characters, as the contract has them. */
export const IDENTITY_FIELDS = [
  { name: 'company', max: 60, required: true },
  { name: 'department', max: 60, required: false },
  { name: 'agentName', max: 40, required: true },
  { name: 'agentNumber', max: 20, required: false },
] as const;
