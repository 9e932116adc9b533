import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { toastFailed, toastUndo } from "../../components/toaster/toast.tsx";
import {
  appearanceFor,
  choicesOf,
  type ThemeChoice,
  useAppearanceChange,
} from "../../lib/look-settings.ts";
import { appearanceQuery } from "../../lib/queries.ts";

/** The theme and its change, which keeps the colour vision. */
export function useTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
  const { data: settings } = useQuery(appearanceQuery);
  const save = useAppearanceChange({ saved: toastUndo, refused: toastFailed });
  const { theme, vision } =
    settings === undefined ? ({ theme: "auto", vision: "standard" } as const) : choicesOf(settings);
  const choose = useCallback(
    (choice: ThemeChoice) => {
      if (settings !== undefined) save(settings, appearanceFor(choice, vision));
    },
    [settings, save, vision],
  );
  return [theme, choose];
}
