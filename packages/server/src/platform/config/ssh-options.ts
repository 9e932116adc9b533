/**
 * Splits `Key=Value` or `Key Value` at the first `=` or space.
 *
 * Null without either, with an empty key or value, and for line ends and other control characters.
 * Security: clients write the pair into the SSH configuration of users (spec deployment §3.5).
 */
export function splitSshOption(entry: string): { key: string; value: string } | null {
  const [, key, value] = /^([^= ]+)[= ](.+)$/su.exec(entry) ?? [];
  if (key === undefined || value === undefined || /\p{Cc}/u.test(entry)) return null;
  return { key, value };
}

/** The options of `ssh-config-options` as an object; of two with the same key the last one stays. */
export function sshConfigOptions(entries: readonly string[]): Record<string, string> {
  const pairs = entries.flatMap((entry) => {
    const pair = splitSshOption(entry);
    return pair === null ? [] : [[pair.key, pair.value] as const];
  });
  return Object.fromEntries(pairs);
}
