import { RE2JS } from "re2js";

/** A compiled pattern; matching takes time linear in the length of the text. */
export interface LinearPattern {
  /** Whether the pattern occurs anywhere in the text. */
  matches(text: string): boolean;
}

/** Longest pattern that is compiled, in UTF-16 units. */
export const maxPatternLength = 2048;

/**
 * Compiles a regular expression of the RE2 syntax; null when it is none, or too long.
 *
 * Security: the platform's own engine backtracks, so that whoever writes a pattern or chooses the text can
 * keep the process busy; and it reads `\z`, `(?i)` and look-around otherwise than RE2.
 */
export function compileLinear(pattern: string): LinearPattern | null {
  if (pattern.length > maxPatternLength) return null;
  try {
    const compiled = RE2JS.compile(pattern);
    return { matches: (text) => compiled.test(text) };
  } catch {
    return null;
  }
}
