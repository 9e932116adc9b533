import { runCommandLine } from "./cli/program.ts";

// Whoever reads the output may have read enough (`gatehouse … | head`): what follows goes nowhere, and that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), process.env);
