import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import { lookOf } from "../../lib/appearance.ts";
import type { ThemeChoice } from "../../lib/look-settings.ts";
import { problemOf } from "../../lib/problem.ts";
import { appearanceQuery } from "../../lib/queries.ts";

/** The theme and its change, which keeps the colour vision. */
export function useTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  const queries = useQueryClient();
  const { data } = useQuery(appearanceQuery);
  const theme = data === undefined ? "" : lookOf(data).theme;
  const choose = useCallback(
    (next: ThemeChoice) => {
      choosing(queries, next).catch((error: unknown) => toastFailed(problemOf(error).message));
    },
    [queries],
  );
  return [theme === "" ? "auto" : theme, choose];
}

/** How a look is stored comes in a script of its own, when somebody changes it. */
async function choosing(queries: QueryClient, theme: ThemeChoice): Promise<void> {
  const settings = queries.getQueryData(appearanceQuery.queryKey);
  if (settings === undefined) return;
  const { appearanceFor, changeAppearance, choicesOf } = await import("../../lib/look-settings.ts");
  const after = { ...settings, ...appearanceFor(theme, choicesOf(settings).vision) };
  await changeAppearance(queries, settings, after, { saved: toastUndo, refused: toastFailed });
}
