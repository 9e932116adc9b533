import { decide, internalSubject, siteObject } from "@gatehouse/rbac";
import type { CoreDeps } from "../../context/deps.ts";
import type { PriceBookService, PriceBookStatus } from "../../context/services.ts";
import { newId, nilUuid } from "../../platform/ids.ts";
import { type PriceBookFiles, readPriceBookFiles } from "../../platform/price-book-files.ts";
import { backgroundEntry } from "../audit/index.ts";
import { type PriceBook, readBook } from "./book.ts";
import { applyPriceBook, readSeedState, type SeedResult } from "./seed-store.ts";

/** How long a start waits for its book; seeding goes on without it. */
const startWaitMs = 5000;
const firstRetryMs = 1000;
const maxRetryMs = 300_000;

/** What seeding needs of the server. */
export type SeedDeps = Pick<CoreDeps, "db" | "log" | "clock" | "metrics" | "config" | "deployment">;

/**
 * Applies the price book of the release at the start of a server, and again until it succeeds
 * (spec ai-prices §4.5). It never fails the start and never delays it for more than five seconds.
 */
export function createPriceBook(
  deps: SeedDeps,
  readFiles: () => Promise<PriceBookFiles> = readPriceBookFiles,
): PriceBookService {
  const countFailure = deps.metrics.counter(
    "ai_price_seed_failures_total",
    "Attempts to apply the price book that failed.",
  );
  let lastError = "";
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  async function attempt(delayMs: number): Promise<void> {
    try {
      const { book, source } = await readFiles();
      await seedPrices(deps, readBook(book, source));
      lastError = "";
    } catch (error) {
      lastError = error instanceof Error ? error.message : String(error);
      countFailure();
      deps.log.error(
        { err: error, retry_ms: delayMs },
        "the price book was not applied: costs of AI use may be computed from stale prices",
      );
      later(delayMs);
    }
  }

  function later(delayMs: number): void {
    if (stopped) return;
    timer = setTimeout(() => {
      running = attempt(Math.min(delayMs * 2, maxRetryMs));
    }, delayMs);
    timer.unref();
  }

  return {
    async start() {
      running = attempt(firstRetryMs);
      let waiting: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        waiting = setTimeout(resolve, startWaitMs);
      });
      await Promise.race([running, patience]);
      clearTimeout(waiting);
    },
    async status(): Promise<PriceBookStatus> {
      return { ...(await readSeedState(deps.db)), lastError };
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/**
 * Applies a book as the system subject of the AI gateway, whose right it is; a change leaves one entry
 * in the audit log. `always` applies a book that is there already.
 */
export async function seedPrices(
  deps: Pick<SeedDeps, "db" | "log" | "clock" | "config" | "deployment">,
  book: PriceBook,
  options: { always?: boolean } = {},
): Promise<SeedResult> {
  if (!decide(internalSubject("aiBridge"), "update", siteObject("ai_model_price"))) {
    throw new Error("the system subject of the AI gateway may not update prices");
  }
  const now = deps.clock.now();
  const audit = backgroundEntry({
    requestId: newId(),
    time: now,
    userId: nilUuid,
    resourceType: "ai_model_price",
    action: "write",
    resourceId: newId(),
    resourceTarget: "price book",
    old: null,
    new: null,
    additionalFields: {
      automatic_actor: "coder",
      automatic_subsystem: "ai_price_book",
      seed_digest: book.digest,
    },
  });
  const result = await applyPriceBook(deps.db, {
    ...{ text: book.text, digest: book.digest, generatedOn: book.generatedOn },
    version: deps.deployment.version,
    now,
    allowOlder: deps.config.aiPriceBookAllowOlder,
    always: options.always ?? false,
    audit,
  });
  const facts = { ...result, seed_digest: book.digest };
  if (result.skipped === "older") {
    deps.log.warn(facts, "the database holds a younger price book than this release; it stays");
  } else if (result.added + result.changed > 0) {
    deps.log.info(facts, "the price book was applied");
  }
  return result;
}
