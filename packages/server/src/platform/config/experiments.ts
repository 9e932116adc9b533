/** Experiments that clients know by name (spec deployment §3.6). */
export const knownExperiments = [
  "example",
  "auto-fill-parameters",
  "notifications",
  "workspace-usage",
  "oauth2",
  "mcp-server-http",
  "workspace-build-updates",
] as const;

/** Experiments that `*` stands for. */
export const safeExperiments: readonly string[] = [];

/** Replaces `*` by the safe list and drops repetitions; unknown names stay and get a notice. */
export function expandExperiments(names: readonly string[]): {
  readonly experiments: readonly string[];
  readonly notices: readonly string[];
} {
  const experiments = [
    ...new Set(names.flatMap((name) => (name === "*" ? safeExperiments : [name]))),
  ];
  const known: readonly string[] = knownExperiments;
  const notices = experiments
    .filter((name) => !known.includes(name))
    .map((name) => `experiments: ${JSON.stringify(name)} is not a known experiment`);
  return { experiments, notices };
}
