/** Both wires look like this: a MessagePort-like door in Electron, a WebSocket on loopback. What passes is plain JSON data. */
export interface Wire {
  post(data: unknown): void;
  /** Returns what ends the listening. */
  on(listener: (data: unknown) => void): () => void;
}
