import { type ReactNode, useEffect, useState } from "react";
import type { ListOption } from "../listbox/use-listbox.ts";

/** Something that can be found by name and picked. */
export interface PickOption extends ListOption {
  readonly label: string;
  readonly secondary?: string | undefined;
  readonly mark?: ReactNode;
}

/** Where options come from: a fixed list, or a search that may ask the server. */
export type OptionSource<Option extends PickOption> =
  | readonly Option[]
  | ((text: string, signal: AbortSignal) => Promise<readonly Option[]>);

interface Found<Option> {
  readonly options: readonly Option[];
  readonly loading: boolean;
  readonly failed: boolean;
}

function matches(option: PickOption, text: string): boolean {
  const part = text.trim().toLowerCase();
  return (
    option.label.toLowerCase().includes(part) ||
    option.secondary?.toLowerCase().includes(part) === true
  );
}

/**
 * Options for a text. A fixed list is filtered at once; a search runs 200 ms after the last key and gives up the one
 * before it. The options of the last search stay until the next ones are here.
 */
export function useOptions<Option extends PickOption>(
  source: OptionSource<Option>,
  text: string,
  open: boolean,
): Found<Option> {
  const [found, setFound] = useState<Found<Option>>({ options: [], loading: false, failed: false });
  const search = typeof source === "function" ? source : undefined;
  useEffect(() => {
    if (search === undefined || !open) return;
    const controller = new AbortController();
    setFound((before) => ({ ...before, loading: true }));
    const timer = setTimeout(
      () => {
        search(text, controller.signal).then(
          (options) => setFound({ options, loading: false, failed: false }),
          () => {
            if (!controller.signal.aborted) setFound({ options: [], loading: false, failed: true });
          },
        );
      },
      text === "" ? 0 : 200,
    );
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [search, text, open]);
  if (typeof source === "function") return found;
  return {
    options: source.filter((option) => matches(option, text)),
    loading: false,
    failed: false,
  };
}
