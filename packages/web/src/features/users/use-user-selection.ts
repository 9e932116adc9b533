import { useState } from "react";
import { toastFailed } from "../../components/toaster/toast.tsx";
import { announce } from "../../lib/announce.ts";
import { problemOf } from "../../lib/problem.ts";
import type { User } from "./queries.ts";
import { userPages } from "./user-pages.ts";

/** Above this many the selection would take longer than anybody waits. */
const maxSelected = 10_000;

/**
 * The selected users. A selection survives paging, so the users themselves are kept with it; it dies with the filter.
 */
export function useUserSelection(q: string, page: readonly User[], total: number | undefined) {
  const [state, setState] = useState<{ q: string; users: ReadonlyMap<string, User> }>({
    q,
    users: new Map(),
  });
  const users: ReadonlyMap<string, User> = state.q === q ? state.users : new Map();
  const set = (next: ReadonlyMap<string, User>) => {
    setState({ q, users: next });
    announce(next.size === 0 ? "Nothing selected" : `${next.size.toLocaleString()} selected`);
  };
  const onChange = (keys: ReadonlySet<string>) => {
    const known = new Map([...users, ...page.map((user) => [user.id, user] as const)]);
    set(new Map([...known].filter(([id]) => keys.has(id))));
  };
  const selectMatching = async () => {
    const all = new Map<string, User>();
    try {
      for await (const each of userPages(q, AbortSignal.timeout(120_000))) {
        for (const user of each.users) all.set(user.id, user);
      }
    } catch (thrown) {
      toastFailed(`Not everything could be selected. ${problemOf(thrown).message}`);
      return;
    }
    set(all);
  };
  return {
    users: [...users.values()],
    selection: { keys: new Set(users.keys()), onChange },
    clear: () => set(new Map()),
    onSelectMatching:
      total !== undefined && total <= maxSelected ? () => void selectMatching() : undefined,
  };
}
