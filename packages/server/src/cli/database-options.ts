import type { Command, OutputConfiguration } from "commander";

/** Errors of the parser read like all others: one line with the name of the program. */
export const oneLineErrors: OutputConfiguration = {
  outputError: (text, write) => write(`gatehouse: ${text.replace(/^error: /, "")}`),
};

/** Options that tell where the database is; the environment names work as for the server. */
export function databaseOptions(command: Command): Command {
  return command
    .configureOutput(oneLineErrors)
    .option("--postgres-url <url>", "external database (GATEHOUSE_POSTGRES_URL)")
    .option(
      "--data-dir <directory>",
      "data directory of the embedded database (GATEHOUSE_DATA_DIR)",
    );
}
