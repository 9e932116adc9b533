import { useState } from "react";
import type { Selection } from "../../components/data-table/column.ts";
import { announce } from "../../lib/announce.ts";
import type { Member } from "./queries.ts";

/**
 * The selected members. A selection survives paging, so the members are kept with it; it dies with the list, which is
 * an organization and a filter.
 */
export function useMemberSelection(list: string, page: readonly Member[]) {
  const [state, setState] = useState<{ list: string; members: ReadonlyMap<string, Member> }>({
    list,
    members: new Map(),
  });
  const members: ReadonlyMap<string, Member> = state.list === list ? state.members : new Map();
  const set = (next: ReadonlyMap<string, Member>) => {
    setState({ list, members: next });
    announce(next.size === 0 ? "Nothing selected" : `${next.size.toLocaleString()} selected`);
  };
  const selection: Selection = {
    keys: new Set(members.keys()),
    onChange: (keys) => {
      const known = new Map([...members, ...page.map((each) => [each.user_id, each] as const)]);
      set(new Map([...known].filter(([id]) => keys.has(id))));
    },
  };
  return { members: [...members.values()], selection, clear: () => set(new Map()) };
}
