import { Command } from "commander";
import { serverHelp } from "../platform/config/help.ts";
import { type BackupCommand, backup } from "./backup.ts";
import { createAdmin } from "./create-admin.ts";
import { databaseOptions, oneLineErrors } from "./database-options.ts";
import { type FixOidcLinksOptions, fixOidcLinks } from "./fix-oidc-links.ts";
import { type ForgetSecretsOptions, forgetSecrets } from "./forget-secrets.ts";
import type { DatabasePlace } from "./offline.ts";
import { modelPricesCommand } from "./price-commands.ts";
import { reconcile } from "./reconcile.ts";
import { resetPassword } from "./reset-password.ts";
import { restore } from "./restore.ts";
import { runServer } from "./server.ts";

type Environment = Record<string, string | undefined>;

const secretHelp = `
The password is read from the terminal without echo, from the file that --password-file names, or
from standard input ("--password-file -"); never from an argument.`;

/** The command line of the product; options of the server itself come from the option table. */
export function buildProgram(env: Environment): Command {
  const program = new Command("gatehouse")
    .description("A self-hosted control plane for developer platforms.")
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput(oneLineErrors);
  const server = program
    .command("server", { isDefault: true })
    .description("start the server (default)")
    .allowUnknownOption()
    .allowExcessArguments()
    .passThroughOptions()
    .helpOption(false)
    .argument("[options...]");
  server.action(async (_options: string[], _values: unknown, command: Command): Promise<void> => {
    const argv = command.args;
    if (argv[0] === "create-admin-user") {
      await createAdminCommand(env).parseAsync(argv.slice(1), { from: "user" });
    } else if (argv[0] === "fix-oidc-links") {
      await fixOidcLinksCommand(env).parseAsync(argv.slice(1), { from: "user" });
    } else if (argv.includes("--help") || argv.includes("-h")) {
      process.stdout.write(serverHelp());
    } else {
      await runServer(argv, env);
    }
  });
  program.addCommand(createAdminCommand(env));
  program.addCommand(resetPasswordCommand(env));
  program.addCommand(fixOidcLinksCommand(env));
  program.addCommand(forgetSecretsCommand(env));
  program.addCommand(backupCommand(env));
  program.addCommand(restoreCommand(env));
  program.addCommand(modelPricesCommand(env));
  program.addCommand(reconcileCommand(env));
  return program;
}

function createAdminCommand(env: Environment): Command {
  return databaseOptions(new Command("create-admin"))
    .description("create an owner, also when nobody can sign in any more")
    .requiredOption("--username <name>", "unique name")
    .requiredOption("--email <address>", "e-mail address")
    .option("--password-file <file>", 'file with the password, "-" for standard input')
    .exitOverride()
    .addHelpText(
      "after",
      `${secretHelp}

Examples:
  $ gatehouse create-admin --username admin --email admin@example.com
  $ gatehouse create-admin --username admin --email admin@example.com --password-file - < secret.txt`,
    )
    .action((options: Record<string, string | undefined>) => createAdmin(options, env));
}

function resetPasswordCommand(env: Environment): Command {
  return databaseOptions(new Command("reset-password"))
    .description("set the password of an account and end all its sessions")
    .argument("<user>", "username or e-mail address")
    .option("--convert", "also turn a federated account into a password account")
    .option("--password-file <file>", 'file with the password, "-" for standard input')
    .exitOverride()
    .addHelpText(
      "after",
      `${secretHelp}

Examples:
  $ gatehouse reset-password admin
  $ gatehouse reset-password admin@example.com --password-file ./new-password`,
    )
    .action((user: string, options: Record<string, string | boolean | undefined>) =>
      resetPassword(user, options, env),
    );
}

function forgetSecretsCommand(env: Environment): Command {
  return databaseOptions(new Command("forget-secrets"))
    .description("give up what is encrypted with a key that is lost")
    .argument("<digest>", "the key, as the start named it")
    .option("--yes", "do not ask")
    .exitOverride()
    .addHelpText(
      "after",
      `
Only when no copy of the key is left: SSH private keys, tokens of identity providers and signing keys under it
are forgotten, and the key is revoked. Users sign in again and get new SSH keys; nothing else is lost.

Example:
  $ gatehouse forget-secrets 1a2b3c4`,
    )
    .action((digest: string, options: ForgetSecretsOptions) => forgetSecrets(digest, options, env));
}

function backupCommand(env: Environment): Command {
  return databaseOptions(new Command("backup"))
    .description("save all data into one file, while servers are running")
    .argument("<file>", "where to write; readable by its owner only")
    .option("--overwrite", "replace the file where it exists")
    .exitOverride()
    .addHelpText(
      "after",
      `
The file holds one consistent snapshot with checksums. It contains hashed secrets and personal data:
keep it like the database. The keys that secrets are encrypted with (external-token-encryption-keys, or the file
encryption-key of the data directory) are not in it: keep them apart.

Examples:
  $ gatehouse backup gatehouse.backup
  $ gatehouse backup --postgres-url "$URL" /backups/monday.backup --overwrite`,
    )
    .action((file: string, options: BackupCommand) => backup(file, options, env));
}

function restoreCommand(env: Environment): Command {
  return databaseOptions(new Command("restore"))
    .description("fill an empty database from a backup")
    .argument("<file>", "a file that gatehouse backup wrote")
    .exitOverride()
    .addHelpText(
      "after",
      `
The file is checked first; then one transaction restores everything or nothing. The database must be
empty, without a running server, and of the release that wrote the backup.

Examples:
  $ gatehouse restore --data-dir ./new-data gatehouse.backup
  $ gatehouse restore --postgres-url "$URL" /backups/monday.backup`,
    )
    .action((file: string, options: DatabasePlace) => restore(file, options, env));
}

function reconcileCommand(env: Environment): Command {
  return databaseOptions(new Command("reconcile-ai-costs"))
    .description("compute all costs of AI usage again, and tell what differs")
    .exitOverride()
    .addHelpText(
      "after",
      `
Reads only. Every stored cost is computed again from its prices, and every daily total from its
records; the command fails when anything differs. lost_pico is what cutting each cost to whole
micro-units leaves out, in 10^-12 dollars.

Examples:
  $ gatehouse reconcile-ai-costs
  $ gatehouse reconcile-ai-costs --postgres-url "$URL"`,
    )
    .action((options: DatabasePlace) => reconcile(options, env));
}

function fixOidcLinksCommand(env: Environment): Command {
  return databaseOptions(new Command("fix-oidc-links"))
    .description("after a change of the OpenID Connect issuer, let users be found by e-mail once")
    .option("--issuer-url <url>", "links with this issuer stay")
    .option("--force-reset-all", "no link stays")
    .option("--dry-run", "only show what would happen")
    .option("--yes", "do not ask")
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  $ gatehouse fix-oidc-links --issuer-url https://id.example.com --dry-run
  $ gatehouse fix-oidc-links --issuer-url https://id.example.com`,
    )
    .action((options: FixOidcLinksOptions) => fixOidcLinks(options, env));
}
