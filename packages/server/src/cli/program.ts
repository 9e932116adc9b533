import { CommanderError } from "commander";
import { ConfigError } from "../platform/config/load.ts";
import { buildProgram } from "./commands.ts";
import { CommandError } from "./errors.ts";

type Environment = Record<string, string | undefined>;

/**
 * Runs one command and gives the exit status: 0, or 1 with one line of reason on stderr
 * (spec deployment §15.2).
 */
export async function runCommandLine(argv: readonly string[], env: Environment): Promise<number> {
  const program = buildProgram(env);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    process.stderr.write(`gatehouse: ${reasonOf(error)}\n`);
    return 1;
  }
}

/** Errors that were foreseen say their sentence; others show where they come from. */
function reasonOf(error: unknown): string {
  if (error instanceof CommandError || error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  return /^(Embedded|Migration|Backup)/.test(error.name)
    ? error.message
    : (error.stack ?? error.message);
}
