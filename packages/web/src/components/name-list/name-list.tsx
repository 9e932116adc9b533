import { Popover } from "../popover/popover.tsx";

interface NameListProps {
  readonly names: readonly string[];
  /** What the names are, for the button and the panel behind it: "Groups of mara". */
  readonly label: string;
  /** How many are written out before the button, 2 unless told. */
  readonly shown?: number;
}

/** The first names of a list, and a button that opens the others when there are more (guide §3.16). */
export function NameList({ names, label, shown = 2 }: NameListProps) {
  if (names.length === 0) {
    return (
      <span role="img" aria-label="none" className="text-text-tertiary">
        –
      </span>
    );
  }
  const first = names.slice(0, shown).join(", ");
  const more = names.length - shown;
  if (more <= 0) return <span title={first}>{first}</span>;
  return (
    <span className="flex max-w-full items-center gap-1">
      <span title={first} className="truncate">
        {first}
      </span>
      <Popover
        label={label}
        className="w-auto min-w-40"
        trigger={
          <button
            type="button"
            aria-label={`+${more} more: ${label}`}
            className="min-h-6 shrink-0 rounded-control px-1 text-accent-text hover:underline pointer-coarse:min-h-11"
          >
            +{more}
          </button>
        }
      >
        <ul className="flex list-none flex-col gap-1 text-dense">
          {names.map((name) => (
            <li key={name} className="wrap-anywhere">
              {name}
            </li>
          ))}
        </ul>
      </Popover>
    </span>
  );
}
