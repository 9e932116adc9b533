import { toastFailed } from "../../components/toaster/toast.tsx";
import { problemOf } from "../../lib/problem.ts";
import { useSelection } from "../../lib/selection.ts";
import type { User } from "./queries.ts";
import { userPages } from "./user-pages.ts";

/** Above this many the selection would take longer than anybody waits. */
const maxSelected = 10_000;

const idOf = ({ id }: User) => id;

/** The selected users of a list; all that match its query can be selected at once. */
export function useUserSelection(q: string, page: readonly User[], total: number | undefined) {
  const { rows, selection, clear, set } = useSelection(q, page, idOf);
  const selectMatching = async () => {
    const all: User[] = [];
    try {
      for await (const each of userPages(q, AbortSignal.timeout(120_000))) all.push(...each.users);
    } catch (thrown) {
      toastFailed(`Not everything could be selected. ${problemOf(thrown).message}`);
      return;
    }
    set(all);
  };
  return {
    users: rows,
    selection,
    clear,
    onSelectMatching:
      total !== undefined && total <= maxSelected ? () => void selectMatching() : undefined,
  };
}
