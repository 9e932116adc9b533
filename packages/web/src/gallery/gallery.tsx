import type { ReactNode } from "react";
import { Toaster } from "../components/toaster/toaster.tsx";
import { ActionParts } from "./parts/actions.tsx";
import { FormParts } from "./parts/forms.tsx";
import { ListParts } from "./parts/lists.tsx";
import { SpecialParts } from "./parts/special.tsx";
import { StateParts } from "./parts/states.tsx";

const chapters: Readonly<Record<string, () => ReactNode>> = {
  actions: ActionParts,
  forms: FormParts,
  lists: ListParts,
  special: SpecialParts,
  states: StateParts,
};

/** All chapters, or the one that the address names. */
export function Gallery({ only }: { readonly only: string | null }) {
  return (
    <main className="mx-auto flex max-w-detail flex-col gap-10 px-gutter py-8">
      {Object.entries(chapters)
        .filter(([name]) => only === null || only === name)
        .map(([name, Chapter]) => (
          <Chapter key={name} />
        ))}
      <Toaster />
    </main>
  );
}
