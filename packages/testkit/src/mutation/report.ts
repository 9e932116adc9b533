import type { Mutant } from "./mutants.ts";

/** What a run found in one file. */
export interface FileReport {
  readonly target: string;
  readonly source: string;
  readonly mutants: number;
  readonly survivors: readonly Mutant[];
}

/** The share of faults that were noticed, 0 to 1; 1 when there were none. */
export function scoreOf(files: readonly FileReport[]): number {
  const all = files.reduce((sum, { mutants }) => sum + mutants, 0);
  const survived = files.reduce((sum, file) => sum + file.survivors.length, 0);
  return all === 0 ? 1 : (all - survived) / all;
}

function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

function row(name: string, files: readonly FileReport[]): string {
  const mutants = files.reduce((sum, file) => sum + file.mutants, 0);
  const survived = files.reduce((sum, file) => sum + file.survivors.length, 0);
  return `| ${name} | ${mutants} | ${mutants - survived} | ${survived} | ${percent(scoreOf(files))} |`;
}

function inline(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").replaceAll("`", "'");
  return flat.length > 70 ? `${flat.slice(0, 67)}…` : flat;
}

/** The page `docs/reference/mutation.md`. */
export function reportPage(files: readonly FileReport[], requiredShare: number): string {
  const names = [...new Set(files.map(({ target }) => target))];
  const survivors = files.flatMap(({ source, survivors: left }) =>
    left.map(
      ({ line, original, replacement }) =>
        `| \`${source}:${line}\` | \`${inline(original)}\` | \`${inline(replacement)}\` |`,
    ),
  );
  return `# Mutation testing

\`npm run mutate\` plants one fault at a time in the code that decides about access and in the validation
of keys, and runs the pure tests that reach it. A fault that makes a test fail is *noticed*; at least
${percent(requiredShare)} of all faults must be. No file and no line is left out. This page is written by that
command.

| Part | Faults | Noticed | Not noticed | Share |
|---|---|---|---|---|
${names
  .map((name) =>
    row(
      name,
      files.filter(({ target }) => target === name),
    ),
  )
  .join("\n")}
${row("**all**", files)}

| File | Faults | Noticed | Not noticed | Share |
|---|---|---|---|---|
${files.map((file) => row(`\`${file.source}\``, [file])).join("\n")}

## Not noticed

${survivors.length === 0 ? "None." : `| Place | Code | Fault |\n|---|---|---|\n${survivors.join("\n")}`}
`;
}
