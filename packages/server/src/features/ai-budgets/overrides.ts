import { organizationObject } from "@gatehouse/rbac";
import type { Handler } from "../../context/handler.ts";
import { refuseEmptyPage } from "../../context/page.ts";
import { authorize, listFilter } from "../../context/request-context.ts";
import { wireTime } from "../../platform/wire-time.ts";
import { listOverrides } from "./overrides-store.ts";

const defaultLimit = 100;

/** `GET /organizations/{organization}/ai/budget/overrides`: of users that the caller may read. */
export const listBudgetOverrides: Handler<"listBudgetOverrides"> = async (
  deps,
  ctx,
  { organization, query },
) => {
  authorize(ctx, "read", organizationObject(organization.id));
  refuseEmptyPage(query.limit);
  const page = { limit: query.limit ?? defaultLimit, offset: query.offset ?? 0 };
  const { rows, count } = await listOverrides(
    deps.db,
    listFilter(ctx, "read", "user"),
    organization.id,
    page,
  );
  return {
    overrides: rows.map((row) => ({
      user_id: row.user_id,
      username: row.username,
      group_id: row.group_id,
      group_name: row.group_name,
      spend_limit_micros: BigInt(row.spend_limit),
      created_at: wireTime(row.created_at),
      updated_at: wireTime(row.updated_at),
    })),
    count,
  };
};
