/** `refused`: the workstation is there, but does not know this page any more. */
export type Standing = 'standing' | 'lost' | 'refused';

/** A way to and from the workstation. Frames keep their order; what is posted while the wire is down is lost. */
export interface Wire {
  post(data: unknown): void;
  onFrame(listener: (data: unknown) => void): void;
  /** Told at once when it already stands, then on every change and on every attempt that failed. */
  onStanding(listener: (standing: Standing) => void): void;
}
