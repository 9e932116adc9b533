import { cleanUp } from "./server.ts";

const begunMs = performance.now();

/** Progress of a long run, with the seconds since its start. */
export function say(text: string): void {
  const seconds = ((performance.now() - begunMs) / 1000).toFixed(0);
  process.stderr.write(`${seconds.padStart(4)} s  ${text}\n`);
}

/** Runs a suite as a program: its status, one line for an error, and nothing left behind whatever happens. */
export function runCommand(name: string, main: () => Promise<number>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(130)));
  }
  void main()
    .catch((error: unknown) => {
      process.stderr.write(
        `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      return 2;
    })
    .then(async (status) => {
      await cleanUp();
      process.exit(status);
    });
}
