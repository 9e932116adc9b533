import { createInterface } from "node:readline/promises";
import { CommandError } from "./errors.ts";

/** Asks on the terminal before something that cannot be undone. Throws `CommandError` without a yes. */
export async function confirm(question: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(question);
    if (answer.trim() !== "yes") throw new CommandError("nothing is changed");
  } finally {
    terminal.close();
  }
}
