import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toastFailed } from "../../components/toaster/toast.tsx";
import { api } from "../../lib/api.ts";
import { lookOf, showLook } from "../../lib/appearance.ts";
import { problemOf } from "../../lib/problem.ts";
import { appearanceQuery } from "../../lib/queries.ts";

/** The themes of the user menu; the settings offer more. */
export type ThemeChoice = "auto" | "light" | "dark";

/** The theme and its change: shown at once, taken back when the server refuses it. */
export function useTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  const queries = useQueryClient();
  const { data } = useQuery(appearanceQuery);
  const { mutate } = useMutation({
    mutationFn: (choice: ThemeChoice) =>
      api.call("updateUserAppearance", {
        params: { user: "me" },
        body: { theme_preference: choice, theme_mode: "single" },
      }),
    onMutate: async (choice) => {
      await queries.cancelQueries({ queryKey: appearanceQuery.queryKey });
      const before = queries.getQueryData(appearanceQuery.queryKey);
      if (before !== undefined) {
        const after = { ...before, theme_preference: choice, theme_mode: "single" as const };
        queries.setQueryData(appearanceQuery.queryKey, after);
        showLook(lookOf(after));
      }
      return { before };
    },
    onError: (error, _choice, context) => {
      if (context?.before !== undefined) {
        queries.setQueryData(appearanceQuery.queryKey, context.before);
        showLook(lookOf(context.before));
      }
      toastFailed(`The theme was not saved. ${problemOf(error).message}`);
    },
  });
  const look = data === undefined ? undefined : lookOf(data);
  return [look === undefined || look.theme === "" ? "auto" : look.theme, mutate];
}
