import { inTransaction } from "../db/transaction.ts";
import { forgetOtherIssuers, linksByIssuer } from "../features/federated-login/index.ts";
import { counted } from "../platform/counted.ts";
import { confirm } from "./confirm.ts";
import { CommandError } from "./errors.ts";
import { withDatabase } from "./offline.ts";

type Environment = Record<string, string | undefined>;

/** Options of the command. */
export interface FixOidcLinksOptions {
  /** The issuer whose links stay. */
  issuerUrl?: string;
  forceResetAll?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  postgresUrl?: string;
  dataDir?: string;
}

/**
 * `gatehouse fix-oidc-links`: after a change of the issuer, forgets which identities users belong to, so that they are
 * found by e-mail once (spec federated-login §5). Shows what is there and asks first.
 */
export async function fixOidcLinks(options: FixOidcLinksOptions, env: Environment): Promise<void> {
  const { forceResetAll = false, issuerUrl } = options;
  if ((issuerUrl === undefined) !== forceResetAll) {
    throw new CommandError("give either --issuer-url or --force-reset-all");
  }
  const keep = issuerUrl ?? null;
  await withDatabase(options, env, async ({ db }) => {
    const known = await linksByIssuer(db);
    for (const { count, issuer } of known) {
      const links = counted(count, "link");
      const fate = issuer === keep ? "kept" : "to be forgotten";
      process.stdout.write(`${links} with ${issuer}: ${fate}\n`);
    }
    const isNothing = known.every(({ issuer }) => issuer === keep);
    if (isNothing) process.stdout.write("there is nothing to forget\n");
    if (isNothing || options.dryRun) return;
    if (!options.yes) {
      await confirm(
        "Until they sign in again, whoever has a user's e-mail address at the provider is that user. Type yes: ",
      );
    }
    const count = await inTransaction(db, (tx) => forgetOtherIssuers(tx, keep, new Date()));
    process.stdout.write(
      `${counted(count, "link")} forgotten; whose they were is found by e-mail once\n`,
    );
  });
}
