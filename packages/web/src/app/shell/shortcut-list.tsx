import { Kbd } from "../../components/badge/kbd.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { isApple } from "../../lib/platform.ts";
import { useShortcutsShown } from "./shortcuts.ts";
import { useNavigation } from "./use-navigation.ts";

const groups = [
  [
    "Everywhere",
    [
      [["Ctrl", "K"], "Search or jump to…"],
      [["/"], "Focus the search of the page"],
      [["Ctrl", "B"], "Collapse the sidebar"],
      [["?"], "This list"],
      [["F8"], "Focus notifications"],
      [["Esc"], "Close, clear, leave"],
    ],
  ],
  [
    "Lists",
    [
      [["j", "↓"], "Next row"],
      [["k", "↑"], "Previous row"],
      [["Enter", "o"], "Open the row"],
      [["Space"], "Look into the row"],
      [["x"], "Select the row"],
      [["Shift", "x"], "Select up to the row"],
      [["Ctrl", "A"], "Select the page"],
      [["."], "Actions of the row, or of the page"],
      [["y"], "Copy the id"],
      [["c"], "Create"],
      [["["], "Previous page"],
      [["]"], "Next page"],
    ],
  ],
  [
    "Pages of one thing",
    [
      [["1"], "First tab, and so on to 9"],
      [["e"], "Edit, or rename"],
    ],
  ],
  [
    "Forms",
    [
      [["Ctrl", "S"], "Save"],
      [["Ctrl", "Enter"], "Save, or send"],
    ],
  ],
] as const;

/** The keyboard map. */
export function ShortcutList() {
  const [open, setOpen] = useShortcutsShown();
  const places = useNavigation().flatMap((section) => section.places);
  const jumps = places.flatMap(({ key, label }) =>
    key === undefined ? [] : [[["g", key], label] as const],
  );
  const all = [...groups, ["Go to", jumps]] as const;
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keyboard shortcuts" wide>
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
        {all.map(([title, rows]) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-2 text-caption text-text-secondary">{title}</h3>
            <dl className="flex flex-col gap-1.5">
              {rows.map(([keys, text]) => (
                <div key={text} className="flex items-center justify-between gap-3">
                  <dt className="text-dense">{text}</dt>
                  <dd className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{isApple && key === "Ctrl" ? "⌘" : key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
