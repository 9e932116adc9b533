import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import {
  decodeBody,
  planModelPricesRequest,
  type Validation,
  writeJson,
} from "@gatehouse/contract";
import {
  type GivenPrice,
  judgeEntries,
  type PriceChoice,
  priceKeys,
  readPrices,
  setPricesByOperator,
} from "../features/ai-prices/index.ts";
import { CommandError } from "./errors.ts";
import { type DatabasePlace, withDatabase } from "./offline.ts";
import { pricePlan, priceTable } from "./price-text.ts";

type Environment = Record<string, string | undefined>;

/** Options of `ai-model-prices list`. */
export interface ListPricesOptions extends DatabasePlace {
  provider?: string;
  model?: string;
  source?: PriceChoice["source"];
  output: "table" | "json";
}

/** `gatehouse ai-model-prices list`: prices in effect, or of one source (spec ai-prices §8.1). */
export async function listModelPrices(options: ListPricesOptions, env: Environment): Promise<void> {
  const { provider = "", model = "", source = "", output } = options;
  const choice = { provider, model, source };
  const prices = await withDatabase(options, env, ({ db }) => readPrices(db, choice, new Date()));
  process.stdout.write(output === "json" ? `${writeJson(prices)}\n` : priceTable(prices));
}

/** Options of `ai-model-prices update`; the prices of one model as texts. */
export interface UpdatePricesOptions extends DatabasePlace {
  provider?: string;
  model?: string;
  inputPrice?: string;
  outputPrice?: string;
  cacheReadPrice?: string;
  cacheWritePrice?: string;
  yes?: boolean;
}

/**
 * `gatehouse ai-model-prices update`: shows what would change, asks, and sets custom prices, all or none
 * (spec ai-prices §8.1). A document from standard input leaves nobody to ask.
 */
export async function updateModelPrices(
  file: string | undefined,
  options: UpdatePricesOptions,
  env: Environment,
): Promise<void> {
  const given = file === undefined ? [oneModel(options)] : readDocument(file, options);
  const now = new Date();
  const faults = judgeEntries(given, now);
  if (faults.length > 0) throw refusal(faults);
  await withDatabase(options, env, async ({ db }) => {
    const custom = await readPrices(db, { provider: "", model: "", source: "custom" }, now);
    const plan = pricePlan(given, custom);
    if (plan.length === 0) {
      process.stdout.write("nothing to do: these prices are set already\n");
      return;
    }
    process.stdout.write(`${plan.join("\n")}\n`);
    if (!options.yes && file !== "-") await confirm(plan.length);
    const done = await setPricesByOperator(db, given, new Date());
    if (!done.ok) throw refusal(done.validations);
    const count = done.changed === 1 ? "1 custom price is" : `${done.changed} custom prices are`;
    process.stdout.write(`${count} set\n`);
  });
}

const flags = {
  input_price: ["inputPrice", "--input-price"],
  output_price: ["outputPrice", "--output-price"],
  cache_read_price: ["cacheReadPrice", "--cache-read-price"],
  cache_write_price: ["cacheWritePrice", "--cache-write-price"],
} as const;

function oneModel(options: UpdatePricesOptions): GivenPrice {
  const { provider, model } = options;
  const texts = priceKeys.map((key) => options[flags[key][0]]);
  if (provider === undefined || model === undefined || texts.includes(undefined)) {
    const all = priceKeys.map((key) => flags[key][1]).join(", ");
    throw new CommandError(`give a file, or --provider, --model, ${all} ("null": not known)`);
  }
  const prices = priceKeys.map((key, index) => [key, priceFrom(texts[index] ?? "", flags[key][1])]);
  return { provider, model, ...Object.fromEntries(prices) };
}

function priceFrom(text: string, flag: string): bigint | null {
  if (text === "null") return null;
  if (!/^\d{1,19}$/.test(text) || BigInt(text) >= 2n ** 63n) {
    const form = "micro-units per million tokens (3000000 is $3.00), or null";
    throw new CommandError(`${flag} ${text} is not a price: give ${form}`);
  }
  return BigInt(text);
}

function readDocument(file: string, options: UpdatePricesOptions): GivenPrice[] {
  const named = [
    options.provider,
    options.model,
    ...priceKeys.map((key) => options[flags[key][0]]),
  ];
  if (named.some((value) => value !== undefined)) {
    throw new CommandError("give either a file or the prices of one model");
  }
  const decoded = decodeBody(planModelPricesRequest, readBytes(file));
  if (decoded.ok) return decoded.value.prices;
  if (decoded.kind === "malformed") throw new CommandError(`${nameOf(file)}: ${decoded.detail}`);
  throw refusal(decoded.validations);
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch {
    throw new CommandError(`cannot read ${nameOf(file)}`);
  }
}

function nameOf(file: string): string {
  return file === "-" ? "standard input" : file;
}

/** Everything that is wrong, in one line. */
function refusal(validations: readonly Validation[]): CommandError {
  return new CommandError(validations.map(({ field, detail }) => `${field} ${detail}`).join("; "));
}

async function confirm(count: number): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new CommandError("no terminal to ask on: use --yes, or give the document on stdin");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`Set ${count} custom prices? Type yes: `);
    if (answer.trim() !== "yes") throw new CommandError("nothing is changed");
  } finally {
    terminal.close();
  }
}
