import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { groupsChanged } from "../../lib/changed.ts";
import { labelOf } from "../../lib/labels.ts";
import { useFailedRows } from "../../lib/list-state.ts";
import { problemOf } from "../../lib/problem.ts";
import { managedMessage } from "./managed.ts";
import { changeGroupMembers } from "./mutations.ts";
import { type Group, type GroupMember, groupKeys } from "./queries.ts";

interface MembersPage {
  readonly users: GroupMember[];
  readonly count: number;
}

/**
 * Takes single members out of a group: shown at once, taken back with the reason when the server refuses, undone by one
 * click. `failed` marks rows whose change was taken back, for two seconds.
 */
export function useRemoval(group: Group, onManaged: (message: string) => void) {
  const queries = useQueryClient();
  const { keys: failed, mark } = useFailedRows();
  const lists = groupKeys.membersOf(group);
  const settled = useCallback(
    () => groupsChanged(queries, group.organization_id),
    [queries, group.organization_id],
  );
  const change = async (user: GroupMember, action: "add" | "remove") => {
    const person = { ref: user.id, name: user.username };
    const [result] = await changeGroupMembers(group.id, action, [person]);
    if (result?.state === "failed") throw new Refused(result.message ?? "Refused.");
  };
  const undo = (user: GroupMember) => {
    change(user, "add").then(settled, (thrown: unknown) => {
      toastFailed(`${user.username} was not brought back. ${sentence(thrown)}`);
      void settled();
    });
  };
  const { mutate } = useMutation({
    mutationFn: (user: GroupMember) => change(user, "remove"),
    onMutate: async (user) => {
      await queries.cancelQueries({ queryKey: lists });
      const before = queries.getQueriesData<MembersPage>({ queryKey: lists });
      queries.setQueriesData<MembersPage>({ queryKey: lists }, (page) =>
        page === undefined
          ? page
          : { users: page.users.filter(({ id }) => id !== user.id), count: page.count - 1 },
      );
      return before;
    },
    onError: (error, user, before) => {
      for (const [key, page] of before ?? []) queries.setQueryData(key, page);
      mark(user.id);
      const managed = managedMessage(error);
      if (managed !== undefined) onManaged(managed);
      toastFailed(`${user.username} is still in ${labelOf(group)}. ${sentence(error)}`);
    },
    onSuccess: (_answer, user) =>
      toastUndo(`${user.username} removed from ${labelOf(group)}.`, () => undo(user)),
    onSettled: settled,
  });
  return { remove: mutate, failed, changed: settled };
}

/** A single entry that the server refused while the request itself went through. */
class Refused extends Error {}

function sentence(error: unknown): string {
  return error instanceof Refused ? error.message : problemOf(error).message;
}
