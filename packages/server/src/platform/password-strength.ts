/** The verdict about a password. */
export interface PasswordStrength {
  /** Estimated entropy in bits; 0 for the empty password. */
  readonly bits: number;
  /** Whether the password may be used: at least 52 bits and at most 64 bytes. */
  readonly valid: boolean;
  /** What to change, for the person at the form; empty when valid. Never contains the password. */
  readonly details: string;
}

/** Bits that a password needs at least (spec users §5). */
export const minPasswordBits = 52;

/** Bytes of UTF-8 that a new password may have at most (spec users §5). */
export const maxPasswordBytes = 64;

const classes = [
  { chars: "!@$&*", size: 5, kind: "special characters" },
  { chars: "_-., ", size: 5, kind: "special characters" },
  { chars: "\"#%'()+/:;<=>?[\\]^{|}~", size: 22, kind: "special characters" },
  { chars: "abcdefghijklmnopqrstuvwxyz", size: 26, kind: "lower-case letters" },
  { chars: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", size: 26, kind: "upper-case letters" },
  { chars: "0123456789", size: 10, kind: "digits" },
] as const;

const helpfulKinds = ["lower-case letters", "upper-case letters", "digits", "special characters"];

const rows = ["0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"];
const sequences = [...rows.map((row) => [...row]), ...rows.map((row) => [...row].reverse())];

/**
 * Judges a password; client libraries and the console come to the same verdict (spec users §5).
 * Entropy is `L × log2(B)`: B counts the characters of every class present, L the bytes that are left when
 * repetitions and well-known sequences are shortened to two characters.
 * The work grows with the length of the password, so callers bound it (the request body limit is enough).
 */
export function passwordStrength(password: string): PasswordStrength {
  if (Buffer.byteLength(password, "utf8") > maxPasswordBytes) {
    return { bits: entropyBits(password), valid: false, details: tooLong };
  }
  const bits = entropyBits(password);
  if (bits >= minPasswordBits) return { bits, valid: true, details: "" };
  return { bits, valid: false, details: tooWeak(password) };
}

const tooLong = `This password is too long. Use at most ${maxPasswordBytes} bytes.`;

function tooWeak(password: string): string {
  const present = new Set<string>(classes.filter(isIn(password)).map(({ kind }) => kind));
  const missing = helpfulKinds.filter((kind) => !present.has(kind));
  if (missing.length === 0) return "This password is too easy to guess. Make it longer.";
  return `This password is too easy to guess. Make it longer, or add ${oneOf(missing)}.`;
}

function oneOf(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

function entropyBits(password: string): number {
  const length = effectiveBytes(password);
  return length === 0 ? 0 : length * Math.log2(alphabetSize(password));
}

function alphabetSize(password: string): number {
  const known = classes.filter(isIn(password)).reduce((sum, { size }) => sum + size, 0);
  const others = [...new Set(password)].filter(
    (char) => !classes.some((c) => c.chars.includes(char)),
  );
  return known + others.length;
}

function isIn(password: string): (charClass: { readonly chars: string }) => boolean {
  return ({ chars }) => [...chars].some((char) => password.includes(char));
}

function effectiveBytes(password: string): number {
  const shortened = sequences.reduce(shortenSequence, shortenRuns([...password]));
  return Buffer.byteLength(shortened.join(""), "utf8");
}

function shortenRuns(chars: readonly string[]): readonly string[] {
  return chars.filter((char, index) => char !== chars[index - 1] || char !== chars[index - 2]);
}

/**
 * Drops the third and later characters of each stretch of `sequence`.
 * The text is read in rounds; in a round the sequence is gone through once, and the character on which a round ends is
 * kept unseen. So digits after a complete `…789` start a new stretch one character later. That is how the peer counts
 * (`12345678901234567890` keeps six characters), and equal verdicts matter more than tidiness.
 */
function shortenSequence(chars: readonly string[], sequence: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let position = 0;
  let stretch = 0;
  while (position < chars.length) {
    for (const expected of sequence) {
      const isNext = chars[position] === expected;
      stretch = isNext ? stretch + 1 : 0;
      if (isNext && stretch <= 2) kept.push(expected);
      if (isNext) position += 1;
    }
    kept.push(...chars.slice(position, position + 1));
    position += 1;
  }
  return kept;
}
