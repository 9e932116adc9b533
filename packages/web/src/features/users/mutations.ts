import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { toastDone, toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { usersChanged } from "../../lib/changed.ts";
import { problemOf } from "../../lib/problem.ts";
import { type User, userKeys } from "./queries.ts";

/** Shows a user's new state wherever the user is loaded, before the server has answered. */
export function showUser(queries: QueryClient, next: User): void {
  queries.setQueriesData<{ users: User[]; count: number }>({ queryKey: userKeys.lists }, (page) =>
    page === undefined
      ? page
      : { ...page, users: page.users.map((user) => (user.id === next.id ? next : user)) },
  );
  queries.setQueriesData<User>({ queryKey: ["users", "one"] }, (user) =>
    user?.id === next.id ? next : user,
  );
}

/** A user as they were, and what they are made. */
export interface StatusChange {
  readonly user: User;
  readonly status: "active" | "suspended";
}

/** Sends a change of status. Throws ApiFailure. */
export function setStatus({ user, status }: StatusChange): Promise<User> {
  const id = status === "active" ? "activateUser" : "suspendUser";
  return api.call(id, { params: { user: user.id } });
}

/**
 * Suspends and activates: shown at once, taken back with the reason when the server refuses, undone by one click.
 * `onFailed` lets the list mark the row.
 */
export function useStatusChange(onFailed: (id: string) => void = () => undefined) {
  const queries = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: setStatus,
    onMutate: async ({ user, status }) => {
      await queries.cancelQueries({ queryKey: userKeys.all });
      showUser(queries, { ...user, status });
    },
    onError: (error, { user, status }) => {
      showUser(queries, user);
      onFailed(user.id);
      const what = status === "active" ? "activated" : "suspended";
      toastFailed(`${user.username} was not ${what}. ${problemOf(error).message}`);
    },
    onSuccess: (_answer, { user, status }) => {
      const back = { user: { ...user, status }, status: user.status } as const;
      const text = `${user.username} ${status === "active" ? "activated" : "suspended"}.`;
      if (back.status === "dormant") toastDone(text);
      else
        toastUndo(text, () =>
          mutate({ user: back.user, status: back.status === "active" ? "active" : "suspended" }),
        );
    },
    onSettled: () => usersChanged(queries),
  });
  return mutate;
}
