import { useMutation, useQueryClient } from "@tanstack/react-query";
import { entryResults } from "../../../components/bulk/entry-results.ts";
import { toastFailed, toastUndo } from "../../../components/toaster/toast.tsx";
import { api } from "../../../lib/api.ts";
import { groupsChanged } from "../../../lib/changed.ts";
import { useFailedRows } from "../../../lib/list-state.ts";
import { problemOf } from "../../../lib/problem.ts";
import type { User } from "../queries.ts";
import { type UserGroup, userGroupsQuery } from "./queries.ts";

/** A single entry that the server refused while the request itself went through. */
class Refused extends Error {}

/** Whose groups change. */
type Person = Pick<User, "id" | "username">;

async function send(user: Person, group: UserGroup, action: "add" | "remove"): Promise<void> {
  const answer = await api.call("changeGroupMembers", {
    params: { group: group.id },
    body: { entries: [{ user: user.id, action }] },
  });
  const [result] = entryResults(answer, [{ ref: user.id, name: user.username }], "");
  if (result?.state === "failed") throw new Refused(result.message);
}

/**
 * Brings a user into a group or takes them out: shown at once, taken back with the reason when the server refuses,
 * undone by one click. `failed` marks groups that the user is still in because leaving was refused, for two seconds.
 */
export function useGroupChange(user: Person) {
  const queries = useQueryClient();
  const { keys: failed, mark } = useFailedRows();
  const { queryKey } = userGroupsQuery(user.id);
  type Change = { readonly group: UserGroup; readonly action: "add" | "remove" };
  const { mutate } = useMutation({
    mutationFn: ({ group, action }: Change) => send(user, group, action),
    onMutate: async ({ group, action }) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      const rest = before?.filter(({ id }) => id !== group.id) ?? [];
      queries.setQueryData(queryKey, action === "add" ? [...rest, group] : rest);
      return before;
    },
    onError: (error, { group, action }, before) => {
      queries.setQueryData(queryKey, before);
      if (action === "remove") mark(group.id);
      const what = action === "add" ? "did not come into" : "is still in";
      const why = error instanceof Refused ? error.message : problemOf(error).message;
      toastFailed(`${user.username} ${what} ${group.name}. ${why}`);
    },
    onSuccess: (_answer, { group, action }) => {
      const text = action === "add" ? "added to" : "removed from";
      toastUndo(`${user.username} ${text} ${group.name}.`, () =>
        mutate({ group, action: action === "add" ? "remove" : "add" }),
      );
    },
    onSettled: (_answer, _error, { group }) => groupsChanged(queries, group.organization_id),
  });
  return { change: mutate, failed };
}
