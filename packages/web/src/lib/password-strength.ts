/** The most bytes of UTF-8 that a new password may have (spec users §5). */
export const maxPasswordBytes = 64;

/** Bits of entropy from which a password is accepted (spec users §5). */
export const neededBits = 52;

const classes = [
  { characters: "!@$&*", size: 5 },
  { characters: "_-., ", size: 5 },
  { characters: "\"#%'()+/:;<=>?[\\]^{|}~", size: 22 },
  { characters: "abcdefghijklmnopqrstuvwxyz", size: 26 },
  { characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", size: 26 },
  { characters: "0123456789", size: 10 },
] as const;

const rows = ["0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"];
const sequences = [...rows.map((row) => [...row]), ...rows.map((row) => [...row].reverse())];

/** How strong a password is, by the rule that the server applies; its verdict is the one that counts. */
export interface PasswordStrength {
  readonly bits: number;
  readonly accepted: boolean;
}

/** Judges a password with every key, without asking the server. */
export function passwordStrength(password: string): PasswordStrength {
  const short = sequences.reduce(shortenSequence, shortenRuns([...password]));
  const length = bytesOf(short.join(""));
  const bits = length === 0 ? 0 : length * Math.log2(alphabetSize(password));
  return { bits, accepted: bits >= neededBits && bytesOf(password) <= maxPasswordBytes };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function alphabetSize(password: string): number {
  const characters = [...new Set(password)];
  const known = classes.filter((each) => characters.some((one) => each.characters.includes(one)));
  const others = characters.filter((one) => !classes.some((each) => each.characters.includes(one)));
  return known.reduce((sum, { size }) => sum + size, others.length);
}

/** A run of one character counts as two. */
function shortenRuns(characters: readonly string[]): readonly string[] {
  return characters.filter((one, at) => one !== characters[at - 1] || one !== characters[at - 2]);
}

/** A stretch of a keyboard row counts as two; read in rounds as the server does, which ends a stretch with the row. */
function shortenSequence(
  characters: readonly string[],
  sequence: readonly string[],
): readonly string[] {
  const kept: string[] = [];
  let position = 0;
  let stretch = 0;
  while (position < characters.length) {
    for (const expected of sequence) {
      const isNext = characters[position] === expected;
      stretch = isNext ? stretch + 1 : 0;
      if (isNext && stretch <= 2) kept.push(expected);
      if (isNext) position += 1;
    }
    kept.push(...characters.slice(position, position + 1));
    position += 1;
  }
  return kept;
}
