import { readJson } from "@gatehouse/sdk";
import { isRecord } from "../../lib/is-record.ts";
import { moneyText } from "../../lib/money.ts";
import { entryIn, providers } from "./price-draft.ts";
import { type PriceEntry, type Prices, priceKinds } from "./queries.ts";

/** What becomes of one model. */
export interface PlannedChange {
  readonly kind: "added" | "changed" | "same";
  readonly entry: PriceEntry;
  /** The price in effect; undefined where the model has none. */
  readonly before: Prices | undefined;
}

/** What an import would do, in the order of its entries. */
export interface ImportPlan {
  readonly changes: readonly PlannedChange[];
  readonly entries: readonly PriceEntry[];
}

/** How many changes of a kind a plan has. */
export function countOf({ changes }: ImportPlan, kind: PlannedChange["kind"]): number {
  return changes.filter((each) => each.kind === kind).length;
}

/** "Input $3.00 → $2.50 · Output $15.00"; for what changes only the prices that do. */
export function changeText({ kind, entry, before }: PlannedChange): string {
  const shown = priceKinds.filter(({ name }) => kind === "added" || before?.[name] !== entry[name]);
  return shown
    .map(({ name, label }) => {
      const now = moneyText(entry[name]);
      if (kind === "added" || before === undefined) return `${label} ${now}`;
      return `${label} ${moneyText(before[name])} → ${now}`;
    })
    .join(" · ");
}

function amount(value: unknown): bigint | null | undefined {
  if (value === null) return null;
  const isWhole = typeof value === "bigint" || Number.isSafeInteger(value);
  const whole = isWhole ? BigInt(String(value)) : -1n;
  return whole >= 0n && whole < 2n ** 63n ? whole : undefined;
}

function entryOf(value: unknown): PriceEntry | undefined {
  if (!isRecord(value)) return undefined;
  const { provider, model, effective_from: from } = value;
  if (typeof provider !== "string" || typeof model !== "string") return undefined;
  const [input_price, output_price, cache_read_price, cache_write_price] = priceKinds.map(
    ({ name }) => amount(value[name]),
  );
  const prices = { input_price, output_price, cache_read_price, cache_write_price };
  const entry = entryIn({ provider, model, from: "", ...prices });
  return entry === undefined || typeof from !== "string"
    ? entry
    : { ...entry, effective_from: from };
}

function faultOf(
  entry: PriceEntry | undefined,
  at: number,
  seen: ReadonlyMap<string, number>,
): string | undefined {
  if (entry === undefined)
    return `prices[${at}] needs provider, model and all four prices in whole micro-dollars or null.`;
  const known: readonly string[] = providers;
  if (!known.includes(entry.provider))
    return `prices[${at}].provider must be one of ${providers.join(", ")}.`;
  if (priceKinds.every(({ name }) => entry[name] === null))
    return `prices[${at}] has no price. 0 declares it free.`;
  const first = seen.get(JSON.stringify([entry.provider, entry.model]));
  return first === undefined ? undefined : `prices[${at}] is the same model as prices[${first}].`;
}

/**
 * Reads `{"prices": […]}` in micro-dollars per million tokens, as the API takes it, and compares it with the prices in
 * effect. A text is what is wrong, by the place of the entry.
 */
export function planImport(
  text: string,
  current: (provider: string, model: string) => Prices | undefined,
): ImportPlan | string {
  let file: unknown;
  try {
    file = readJson(text);
  } catch {
    return "This is no JSON.";
  }
  const list: unknown = isRecord(file) ? file["prices"] : file;
  if (!Array.isArray(list) || list.length === 0) return 'Expected {"prices": […]}.';
  const changes: PlannedChange[] = [];
  const seen = new Map<string, number>();
  for (const [at, value] of list.entries()) {
    const entry = entryOf(value);
    const fault = faultOf(entry, at, seen);
    if (fault !== undefined || entry === undefined) return fault ?? "";
    seen.set(JSON.stringify([entry.provider, entry.model]), at);
    const before = current(entry.provider, entry.model);
    const isSame = priceKinds.every(({ name }) => before?.[name] === entry[name]);
    const kind = before === undefined ? "added" : isSame ? "same" : "changed";
    changes.push({ kind, entry, before });
  }
  return { changes, entries: changes.map(({ entry }) => entry) };
}
