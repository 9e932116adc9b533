import type { JsonNode, JsonObject } from "@gatehouse/contract";
import { microsOf, numberText } from "./decimal.ts";

/** A cost of the catalogue as decimal texts, by its keys (`input`, `output`, `cache_read`, `cache_write`). */
export type Cost = Readonly<Record<string, string>>;

/** A correction of the catalogue, with what it assumes about it (spec ai-prices §5.2). */
export interface Override {
  /** Keys of the catalogue. */
  readonly provider: string;
  readonly model: string;
  /** Why the catalogue is wrong, and since when. */
  readonly reason: string;
  /**
   * What the catalogue must say for the correction to be right: `absent`, no such model; else the cost
   * it has now, key by key.
   */
  readonly expects: "absent" | Cost;
  /** The cost that the model gets instead; other facts of the model stay. */
  readonly cost: Cost;
}

/** The corrections of the catalogue that are in force; none is needed at the moment. */
export const overrides: readonly Override[] = [];

/** Applies corrections to a catalogue in place; gives one sentence for each whose assumption fails. */
export function applyOverrides(catalogue: JsonObject, list: readonly Override[]): string[] {
  const problems: string[] = [];
  for (const override of list) {
    const where = `the correction of ${override.provider} ${override.model}`;
    const provider = catalogue.get(override.provider);
    const models = provider instanceof Map ? provider.get("models") : undefined;
    if (!(models instanceof Map)) {
      problems.push(`${where} finds no models of its provider`);
      continue;
    }
    const fault = assumptionFault(models.get(override.model), override.expects);
    if (fault !== null) {
      problems.push(`${where} does not fit any more: ${fault}`);
      continue;
    }
    const model = models.get(override.model);
    const facts: JsonObject = model instanceof Map ? model : new Map();
    facts.set(
      "cost",
      new Map(Object.entries(override.cost).map(([key, token]) => [key, { token }])),
    );
    models.set(override.model, facts);
  }
  return problems;
}

function assumptionFault(model: JsonNode | undefined, expects: "absent" | Cost): string | null {
  if (expects === "absent") return model === undefined ? null : "the catalogue has the model now";
  if (!(model instanceof Map)) return "the catalogue has no such model";
  const cost = model.get("cost");
  if (!(cost instanceof Map)) return "the model has no cost";
  for (const key of ["input", "output", "cache_read", "cache_write"]) {
    const node = cost.get(key);
    const is = node === undefined ? null : numberText(node);
    const expected = expects[key] ?? null;
    if ((is === null) !== (expected === null)) return `cost.${key} is ${is ?? "absent"}`;
    if (is !== null && expected !== null && microsOf(is) !== microsOf(expected)) {
      return `cost.${key} is ${is}`;
    }
  }
  return null;
}
