import type { WireDeploymentStats, WireEntitlements, WireHealthReport } from "@gatehouse/contract";
import type { GithubClient } from "../platform/github-client.ts";
import type { OidcClient } from "../platform/oidc-client.ts";
import type { OutboundFetch } from "../platform/outbound-http.ts";
import type { Semaphore } from "../platform/semaphore.ts";
import type { RequestContext } from "./request-context.ts";

/** Collects statistics once a minute; requests only read them (spec deployment §3.7). */
export interface StatsCollector {
  /** Null until the first collection. */
  latest(): WireDeploymentStats | null;
  collect(): void;
}

/** What the deployment may use, computed every ten minutes and served from memory (licensing §4). */
export interface EntitlementSet {
  current(): WireEntitlements;
  refresh(): Promise<void>;
}

/** The newest release that the feed told about. */
export interface KnownRelease {
  checked: string;
  version: string;
  url: string;
}

/** Knows the newest release; requests only read it (spec deployment §3.2). */
export interface UpdateChecker {
  latest(): KnownRelease | null;
  /** Reads what any replica stored. */
  reload(): Promise<void>;
  /** Asks the feed and stores the answer; a failure leaves the old one. */
  check(): Promise<void>;
}

/** Makes health reports and keeps the last one (spec deployment §4.2). */
export interface HealthReporter {
  /**
   * The cached report while it is young, unless `force`; concurrent callers share one run. `token` is
   * the caller's credential, for the check that calls this deployment by its public address.
   */
  report(options: { force: boolean; token: string | null }): Promise<WireHealthReport>;
}

/** What came of the discovery of a provider so far. */
export interface DiscoveryState {
  /** The issuer by its metadata; null before the first success. */
  readonly issuer: string | null;
  /** Why the last try failed, for operators; null when it did not. */
  readonly failure: string | null;
}

/** Which price book the database holds, and what became of this server's own. */
export interface PriceBookStatus {
  /** SHA-256 of the active book, hexadecimal; empty before the first. */
  digest: string;
  rowCount: number;
  appliedAt: Date | null;
  /** Why the last attempt of this server failed; empty when it succeeded. */
  lastError: string;
}

/** Puts the price book of the release into the database (spec ai-prices §4). */
export interface PriceBookService {
  /** Resolves when the first attempt ended, or after five seconds; never fails. */
  start(): Promise<void>;
  status(): Promise<PriceBookStatus>;
  /** Ends the attempts that would follow. */
  stop(): Promise<void>;
}

/** The numbers of AI cost control (spec ai-prices §7.6). */
export interface AiMetrics {
  countBlocked(groupId: string): void;
  observeCheck(outcome: "allowed" | "blocked" | "error", seconds: number): void;
  /** Replaces all counts: groups that are missing have no blocked users any more. */
  setBlockedUsers(counts: ReadonlyMap<string, number>): void;
  countUnpriced(provider: string, providerType: string, model: string): void;
}

/** What a user may spend, and whose money it is. */
export interface EffectiveBudget {
  user_id: string;
  /** Null only for users without any organization. */
  group_id: string | null;
  /** Null: unlimited. */
  limit: bigint | null;
  limit_source: "user_override" | "group" | null;
}

/** Remembers whose budget is whose for a few seconds (spec ai-prices §9.3). */
export interface BudgetCache {
  /** What is remembered of a user, or undefined. */
  peek(userId: string): EffectiveBudget | undefined;
  /** Reads a budget and remembers it, unless something changed meanwhile. */
  load<T extends EffectiveBudget>(read: () => Promise<T | null>): Promise<T | null>;
  /** Forgets these users; `*` forgets everybody. */
  invalidate(userIds: readonly string[]): void;
  /** Follows the listening connection; either way it starts empty. */
  setEnabled(enabled: boolean): void;
}

/** Notes who uses AI; feeds `has_ai_seat` of users. */
export interface AiSeats {
  /** Never fails; writes at most once in six hours for a user. */
  noteUse(ctx: RequestContext, userIds: readonly string[]): Promise<void>;
}

/** The OpenID Connect provider that people sign in with; discovered in the background (federated-login §9.2). */
export interface OidcProvider {
  /** The discovered provider. Throws `provider_unavailable` while it cannot be discovered. */
  client(): Promise<OidcClient>;
  /** Discovers, or refreshes what is a day old, when the next try is due; never throws. */
  keepReady(): Promise<void>;
  state(): DiscoveryState;
  /** For the userinfo endpoint. */
  readonly fetch: OutboundFetch;
}

/** GitHub, as people sign in with it. */
export interface GithubProvider {
  readonly client: GithubClient;
  readonly isDeviceFlow: boolean;
  readonly isDefault: boolean;
  readonly isEveryoneAllowed: boolean;
}

/** The identity providers of the deployment. */
export interface SignIn {
  readonly oidc: OidcProvider | null;
  readonly github: GithubProvider | null;
  /** The nonce of a sign-in (federated-login §3.1). */
  nonceFor(state: string): string;
}

/** What became of the tokens behind a session. */
export type LinkState = "fresh" | "signed_out" | "refused" | "unavailable";

/** Keeps the tokens of the identity provider fresh (federated-login §9.1). */
export interface LinkRefresher {
  /** Refreshes where it is due, once for all who ask at the same time. */
  ensureFresh(
    link: { userId: string; loginType: "oidc" | "github" },
    now: Date,
  ): Promise<LinkState>;
}

/** State that lives as long as the process and that requests only read. */
export interface Services {
  stats: StatsCollector;
  entitlements: EntitlementSet;
  updates: UpdateChecker;
  health: HealthReporter;
  priceBook: PriceBookService;
  aiMetrics: AiMetrics;
  aiSeats: AiSeats;
  budgets: BudgetCache;
  signIn: SignIn;
  links: LinkRefresher;
  /** Bounds the exports that run at once; each holds a database connection. */
  exportSlots: Semaphore;
  /** Whether the schema that is found fits this release (spec deployment §3). */
  schemaStatus: () => Promise<"ok" | "needs-migration" | "newer-breaking">;
}
