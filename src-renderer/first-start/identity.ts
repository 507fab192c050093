/** Who the customers hear. */
export interface Identity {
  readonly company: string;
  readonly department: string;
  readonly agentName: string;
  readonly agentNumber: string;
}

/** What has to be there comes first. Lengths in characters, as the contract has them. */
export const IDENTITY_FIELDS = [
  { name: 'company', max: 60, required: true },
  { name: 'agentName', max: 40, required: true },
  { name: 'department', max: 60, required: false },
  { name: 'agentNumber', max: 20, required: false },
] as const;

/** What is still to be given, in the order of the form. */
export function missingIn(identity: Identity): readonly (keyof Identity)[] {
  return IDENTITY_FIELDS.filter(({ name, required }) => required && identity[name].trim() === '').map(
    ({ name }) => name,
  );
}
