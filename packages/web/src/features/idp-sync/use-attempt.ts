import { useMutation } from "@tanstack/react-query";
import { changesOf, type SyncDraft } from "./draft.ts";
import { type SyncPlace, type SyncPreview, type Trial, trySync } from "./queries.ts";
import { lossesOf, type NameOf } from "./try-result.tsx";

/** The last try of a sign-in with the settings as they are edited. */
export interface Attempt {
  readonly preview: SyncPreview | undefined;
  readonly pending: boolean;
  readonly error: Error | null;
  /** The settings were changed since. */
  readonly isStale: boolean;
  run(trial: Trial): void;
  /** What the settings as they are now take from whoever was tried; empty where nobody was. */
  losses(): Promise<readonly string[]>;
}

/** Tries sign-ins with a draft, and remembers the last one until the page is left; claims are kept nowhere else. */
export function useAttempt(place: SyncPlace, draft: SyncDraft, nameOf: NameOf): Attempt {
  const attempt = useMutation({
    mutationFn: async (given: { readonly trial: Trial; readonly draft: SyncDraft }) => ({
      ...given,
      preview: await trySync(place, given.trial, given.draft),
    }),
    gcTime: 0,
  });
  const last = attempt.data;
  const isStale = last !== undefined && changesOf(last.draft, draft).length > 0;
  return {
    preview: last?.preview,
    pending: attempt.isPending,
    error: attempt.error,
    isStale,
    run: (trial) => attempt.mutate({ trial, draft }),
    losses: async () => {
      if (last === undefined) return [];
      const preview = isStale ? await trySync(place, last.trial, draft) : last.preview;
      return lossesOf(preview, nameOf);
    },
  };
}
