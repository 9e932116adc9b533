import { bool, int, int64, list, type Schema, text } from "../schema.ts";

/** A switch of the deployment's configuration. */
export const flag = (description: string): Schema<boolean> => bool({ description });

/** A text; also URLs, addresses and patterns, which the real server writes as texts (spec deployment §3.7). */
export const words = (description: string): Schema<string> => text({ description });

/** A text that is always empty on the wire, because its value is a secret. */
export const hidden = (description: string): Schema<string> =>
  text({ description: `${description} Always empty: the value is a secret.`, secret: true });

/** A number of things. */
export const count = (description: string): Schema<number> => int({ description });

/** A duration in nanoseconds. */
export const nanoseconds = (description: string): Schema<bigint> =>
  int64({ description: `${description} Nanoseconds.` });

/** A list of texts. */
export const names = (description: string): Schema<string[]> =>
  list(text({ description: "One item." }), { description });
