import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { CommandError } from "./errors.ts";

/**
 * Reads a secret from a file, from standard input (`-`), or from a prompt without echo; never from an
 * argument (spec deployment §15.2). One trailing line break is not part of it.
 */
export async function readSecret(prompt: string, file: string | undefined): Promise<string> {
  if (file !== undefined) return oneLine(file === "-" ? readFileSync(0, "utf8") : readFile(file));
  if (!process.stdin.isTTY) {
    throw new CommandError('no terminal to ask on: use --password-file <file>, or "-" for stdin');
  }
  const first = await ask(`${prompt}: `);
  if ((await ask(`${prompt} (again): `)) !== first) throw new CommandError("the two do not match");
  return first;
}

function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new CommandError(`cannot read --password-file ${file}`);
  }
}

function oneLine(text: string): string {
  return text.replace(/\r?\n$/, "");
}

function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve, reject) => {
    terminal.once("line", (line) => {
      process.stderr.write("\n");
      terminal.close();
      resolve(line);
    });
    terminal.once("SIGINT", () => {
      terminal.close();
      reject(new CommandError("cancelled"));
    });
  });
}
