import { siteObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { authorize } from "../../context/request-context.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { listUnpriced } from "./unpriced-store.ts";

const defaultMs = 30 * 86_400_000;
const maxRows = 1000;

/** `GET /ai/model-prices/unpriced`: what an administrator still has to price (spec ai-prices §9.1). */
export const listUnpricedModels: Handler<"listUnpricedModels"> = async (deps, ctx, { query }) => {
  authorize(ctx, "read", siteObject("ai_model_price"), "forbidden");
  const since =
    query.since === undefined ? new Date(ctx.now.getTime() - defaultMs) : new Date(query.since);
  const rows = await listUnpriced(deps.db, since, maxRows);
  return rows.map((row) => ({
    provider: row.provider,
    provider_name: row.provider_name,
    model: row.model,
    records: BigInt(row.records),
    input_tokens: BigInt(row.input_tokens),
    output_tokens: BigInt(row.output_tokens),
    cache_read_input_tokens: BigInt(row.cache_read_input_tokens),
    cache_write_input_tokens: BigInt(row.cache_write_input_tokens),
    first_seen: wireTime(row.first_seen),
    last_seen: wireTime(row.last_seen),
  }));
};
