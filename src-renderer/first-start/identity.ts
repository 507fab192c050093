/** Who the customers hear. */
export interface Identity {
  readonly company: string;
  readonly department: string;
  readonly agentName: string;
  readonly agentNumber: string;
}
