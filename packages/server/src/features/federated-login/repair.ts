import type { Deps } from "../../context/deps.ts";
import { inTransaction } from "../../db/transaction.ts";
import type { Db, Tx } from "../../db/types.ts";
import { nilUuid } from "../../platform/ids.ts";
import { recordOperatorAudit } from "../audit/index.ts";
import { countLinksByIssuer, forgetLinkedIds, type IssuerCount } from "./repair-store.ts";

/** Links by the issuer that they name, of users who are not deleted. */
export function linksByIssuer(db: Db): Promise<IssuerCount[]> {
  return inTransaction(db, (tx) => countLinksByIssuer(tx));
}

/**
 * Forgets the linked ids of all OpenID Connect links whose issuer is not `keep` (null: of all), so that their users are
 * found by e-mail once and bound again; audited. Returns how many (spec federated-login §5).
 *
 * Security: until then, whoever has a user's address at the provider is that user.
 */
export async function forgetOtherIssuers(tx: Tx, keep: string | null, now: Date): Promise<number> {
  const count = await forgetLinkedIds(tx, keep, now);
  if (count === 0) return 0;
  await recordOperatorAudit(tx, {
    time: now,
    resourceType: "user",
    action: "write",
    resourceId: nilUuid,
    resourceTarget: "links of OpenID Connect",
    old: null,
    new: null,
    additionalFields: { forgotten_links: count, kept_issuer: keep ?? "" },
  });
  return count;
}

/** At start, where the operator asks for it: forget what belongs to other issuers. Never fatal. */
export async function repairLinksAtStart(deps: Deps): Promise<void> {
  const { config, db, log, signIn } = deps;
  if (signIn.oidc === null || config.dangerousOidcSkipIssuerChecks) return;
  try {
    const { issuer } = await signIn.oidc.client();
    const others = (await linksByIssuer(db)).filter((known) => known.issuer !== issuer);
    if (others.length === 0) return;
    if (!config.oidcRepairLinks) {
      log.warn(
        { issuers: others, issuer },
        "users are linked with another issuer and cannot sign in: see gatehouse fix-oidc-links",
      );
      return;
    }
    const count = await inTransaction(db, (tx) => forgetOtherIssuers(tx, issuer, deps.clock.now()));
    log.warn({ count, issuer }, "links of other issuers are forgotten (oidc-repair-links)");
  } catch (error) {
    log.warn({ err: error }, "links of other issuers could not be looked for");
  }
}
