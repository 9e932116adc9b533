import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PickOption } from "../../components/combobox/use-options.ts";
import { toastDone } from "../../components/toaster/toast.tsx";
import { settingsChanged } from "../../lib/changed.ts";
import { problemOf } from "../../lib/problem.ts";
import { changesOf, rebased, type SyncDraft } from "./draft.ts";
import {
  claimFieldsQuery,
  claimValuesQuery,
  type SyncPlace,
  savedSyncQuery,
  saveSync,
  syncKeys,
} from "./queries.ts";
import type { SyncViewProps } from "./sync-view.tsx";

/** The settings of one sync: loads them, keeps the draft, saves what changed. */
export function useSync(
  place: SyncPlace,
  around: {
    readonly where: string;
    readonly targets: readonly PickOption[] | undefined;
    readonly refusal: string | undefined;
  },
): { readonly view: Omit<SyncViewProps, "losses">; readonly isDirty: boolean } {
  const queries = useQueryClient();
  const { data: saved } = useSuspenseQuery(savedSyncQuery(place));
  // What is saved may change below an open draft: the draft is its changes since `base`, and nothing more.
  const [edited, setEdited] = useState<{ readonly base: SyncDraft; readonly draft: SyncDraft }>();
  const draft =
    edited === undefined ? saved.draft : rebased(edited.base, edited.draft, saved.draft);
  const fields = useQuery(claimFieldsQuery(place.organization));
  const values = useQuery(claimValuesQuery(place.organization, draft.field));
  const save = useMutation({
    mutationFn: () => saveSync(place, saved.draft, draft),
    onSuccess: () => {
      setEdited(undefined);
      toastDone("Sync settings saved. They count from the next sign-in on.");
    },
    // Also after a refusal: the first part may be saved.
    onSettled: () => settingsChanged(queries, syncKeys.saved(place)),
  });
  return {
    isDirty: changesOf(saved.draft, draft).length > 0,
    view: {
      ...around,
      kind: place.kind,
      saved,
      draft,
      fields: fields.data ?? [],
      seen: draft.field === "" ? undefined : values.data,
      pending: save.isPending,
      problem:
        save.error === null
          ? undefined
          : problemOf(save.error, { field: "Claim", regex_filter: "Pattern" }),
      onDraft: (next) => setEdited({ base: saved.draft, draft: next }),
      onSave: () => save.mutate(),
    },
  };
}
