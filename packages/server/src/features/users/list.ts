import { ApiError, failField, parseSearch } from "@gatehouse/contract";
import type { Handler } from "../../context/handler.ts";
import { listFilter } from "../../context/request-context.ts";
import { listUsers as readUsers, type UserPage, userSorts } from "./list-store.ts";
import { readMembershipSearch } from "./membership-search.ts";
import { presentUser } from "./present.ts";
import { userFilterOf, userListSearchKeys } from "./search-keys.ts";

/** `GET /users`: only rows the caller may read, in one statement (spec users §7.10, §8). */
export const listUsers: Handler<"listUsers"> = async (deps, ctx, { query }) => {
  const rows = listFilter(ctx, "read", "user");
  const searched = parseSearch(userListSearchKeys, query.q);
  if (!searched.ok) throw new ApiError("invalid_search", { validations: searched.validations });
  const filter = {
    ...userFilterOf(searched.filter),
    ...(await readMembershipSearch(deps.db, ctx, searched.filter)),
  };
  const page: UserPage = {
    ...parseSort(query.sort),
    afterId: query.after_id,
    limit: query.limit,
    offset: query.offset,
  };
  const found = await readUsers(deps.db, rows, filter, page);
  return { users: found.users.map(presentUser), count: found.count };
};

function parseSort(text: string): Pick<UserPage, "sort" | "descending"> {
  const descending = text.startsWith("-");
  const name = descending ? text.slice(1) : text;
  if (text === "") return { sort: "username", descending: false };
  if (name === "username" || name === "created_at" || name === "last_seen_at") {
    return { sort: name, descending };
  }
  return failField(
    "sort",
    `must be one of ${Object.keys(userSorts).join(", ")}, or "-" before one`,
  );
}
