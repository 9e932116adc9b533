import { randomInt } from "node:crypto";

const adjectives = ["amber", "brave", "calm", "deep", "eager", "fresh", "keen", "quiet", "warm"];
const surnames = ["curie", "darwin", "euler", "gauss", "hopper", "lovelace", "noether", "turing"];

/** A name for a token that was given none; at most 32 characters. Not unique: try again on a conflict. */
export function generatedTokenName(): string {
  const adjective = adjectives[randomInt(adjectives.length)] ?? "calm";
  const surname = surnames[randomInt(surnames.length)] ?? "euler";
  return `${adjective}_${surname}${String(randomInt(100)).padStart(2, "0")}`;
}
