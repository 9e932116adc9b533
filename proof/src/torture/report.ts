/** What one part of the torture found. */
export interface PartReport {
  /** Figures for people, one line each. */
  lines: string[];
  /** What must not have happened. */
  faults: string[];
}

/** How a part runs. */
export interface PartOptions {
  seed: number;
  /** How much: 1 is the whole form, the short form is a fraction. */
  scale: number;
}
