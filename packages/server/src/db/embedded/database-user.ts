import { execFile } from "node:child_process";
import { chown, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { EmbeddedError } from "./error.ts";

const run = promisify(execFile);

/** The operating system's user that the database runs as; never root. */
export interface DatabaseUser {
  readonly uid: number;
  readonly gid: number;
  /** True when this process is root and must change to that user. */
  readonly isOther: boolean;
}

/** A configured uid and gid. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Decides who runs the database (product §3.3). An ordinary user runs it himself. Root takes, in this order, the owner
 * of the existing cluster (PostgreSQL accepts no other), the configured uid, `postgres`, `gatehouse`, and a newly made
 * system user `gatehouse`. Throws `no_user` when none can be had.
 */
export async function databaseUser(
  clusterDir: string | null,
  runAs?: RunAs,
): Promise<DatabaseUser> {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined) {
    throw new EmbeddedError(
      "no_user",
      "the embedded database does not run on this system; set GATEHOUSE_POSTGRES_URL to a PostgreSQL server",
    );
  }
  if (uid !== 0) return { uid, gid, isOther: false };
  const found =
    (await ownerOf(clusterDir)) ??
    notRoot(runAs) ??
    (await lookUp("postgres")) ??
    (await lookUp("gatehouse")) ??
    (await createUser());
  return { ...found, isOther: true };
}

/** Makes a path belong to the database's user. */
export async function giveTo(path: string, user: DatabaseUser): Promise<void> {
  if (user.isOther) await chown(path, user.uid, user.gid);
}

/**
 * Options for a child process that runs as the database's user, with nothing of our environment. It enters `cwd` before
 * it changes to that user, so it may work in a directory that the user could not reach by its path.
 */
export function childOptions(
  user: DatabaseUser,
  cwd = "/",
): {
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  cwd: string;
} {
  // PG* variables of the operator (PGPORT, PGOPTIONS, …) would change the server's settings.
  const env = { PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC" };
  return user.isOther ? { env, uid: user.uid, gid: user.gid, cwd } : { env, cwd };
}

/** Whether the database's user can enter a directory. */
export async function canEnter(user: DatabaseUser, directory: string): Promise<boolean> {
  // Asked of the system in that user's name: mode bits alone do not tell (access lists, every parent directory).
  return run("/bin/sh", ["-c", 'test -x "$1"', "sh", directory], childOptions(user)).then(
    () => true,
    () => false,
  );
}

async function ownerOf(directory: string | null): Promise<RunAs | null> {
  if (directory === null) return null;
  const { uid, gid } = await stat(directory);
  return notRoot({ uid, gid });
}

function notRoot(user: RunAs | undefined): RunAs | null {
  return user === undefined || user.uid === 0 ? null : user;
}

async function lookUp(name: string): Promise<RunAs | null> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return notRoot({ uid: Number(uid.stdout), gid: Number(gid.stdout) });
  } catch {
    return null;
  }
}

async function createUser(): Promise<RunAs> {
  const commands: readonly (readonly [string, readonly string[]])[] = [
    [
      "useradd",
      ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", "gatehouse"],
    ],
    ["adduser", ["-S", "-D", "-H", "-s", "/bin/false", "gatehouse"]],
  ];
  for (const [command, args] of commands) {
    await run(command, [...args]).catch(() => {});
    const made = await lookUp("gatehouse");
    if (made !== null) return made;
  }
  throw new EmbeddedError(
    "no_user",
    "PostgreSQL does not run as root and no system user could be made: " +
      "create a user named gatehouse, or start the server as an ordinary user",
  );
}
