import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useKeys } from "../../lib/keyboard.ts";
import { Button } from "../button/button.tsx";
import { IconButton } from "../button/icon-button.tsx";
import { Select } from "../select/select.tsx";
import { TextInput } from "../text-input/text-input.tsx";

/** Rows of a page. */
export const pageSizes = [25, 50, 100] as const;

interface PagerProps {
  /** Rows that match. */
  readonly total: number;
  /** From 1. */
  readonly page: number;
  readonly size: number;
  readonly onPage: (page: number) => void;
  /** Left out where the size of a page is fixed. */
  readonly onSize?: ((size: number) => void) | undefined;
  /** Called when somebody is about to go there, so that the rows can be asked for early. */
  readonly onIntent?: ((page: number) => void) | undefined;
}

/** Number of pages; an empty list has one. */
export function pageCount(total: number, size: number): number {
  return Math.max(1, Math.ceil(total / size));
}

/** "1–50 of 1,284". Beyond the end: "0 of 1,284". */
export function rangeText(total: number, page: number, size: number): string {
  const first = (page - 1) * size + 1;
  if (total === 0 || first > total) return `0 of ${total.toLocaleString()}`;
  const last = Math.min(total, page * size);
  return `${first.toLocaleString()}–${last.toLocaleString()} of ${total.toLocaleString()}`;
}

/** "1,284 results", for captions and announcements. */
export function resultCount(total: number): string {
  return total === 1 ? "1 result" : `${total.toLocaleString()} results`;
}

/** The page number as a field: Enter or leaving it goes there; anything but a number of a page is taken back. */
function PageField({
  page,
  pages,
  onPage,
}: {
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}) {
  const [draft, setDraft] = useState<string | undefined>();
  const go = () => {
    const wanted = Number(draft);
    setDraft(undefined);
    if (draft !== undefined && Number.isInteger(wanted) && wanted >= 1 && wanted !== page) {
      onPage(Math.min(wanted, pages));
    }
  };
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <TextInput
        size="sm"
        inputMode="numeric"
        aria-label={`Page, of ${pages.toLocaleString()}`}
        value={draft ?? String(page)}
        onChange={(event) => setDraft(event.target.value.replaceAll(/\D/g, ""))}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            go();
          }
          if (event.key === "Escape") setDraft(undefined);
        }}
        className="max-w-14 text-center"
      />
      <span aria-hidden>of {pages.toLocaleString()}</span>
    </span>
  );
}

/** Through a list page by page, also by the keys `[` and `]`. One page needs no buttons, only the count. */
export function Pager({ total, page, size, onPage, onSize, onIntent }: PagerProps) {
  const pages = pageCount(total, size);
  useKeys({
    "[": () => page > 1 && onPage(page - 1),
    "]": () => page < pages && onPage(page + 1),
  });
  const step = (label: string, to: number, icon: ReactNode, refused: boolean) => (
    <IconButton
      size="sm"
      label={label}
      icon={icon}
      disabledReason={refused ? "There is no further page." : undefined}
      onClick={() => onPage(to)}
      onPointerEnter={refused ? undefined : () => onIntent?.(to)}
      onFocus={refused ? undefined : () => onIntent?.(to)}
    />
  );
  const icon = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-dense text-text-secondary tabular-nums"
    >
      <span className="flex items-center gap-3">
        <span className="whitespace-nowrap">{rangeText(total, page, size)}</span>
        {total <= pageSizes[0] || onSize === undefined ? null : (
          <Select
            size="sm"
            label="Rows per page"
            value={String(size)}
            onChange={(next) => onSize(Number(next))}
            options={pageSizes.map((rows) => ({ value: String(rows), label: `${rows} rows` }))}
          />
        )}
      </span>
      {pages === 1 && page === 1 ? null : (
        <span className="flex items-center gap-1">
          {step("First page", 1, <ChevronFirst {...icon} />, page <= 1)}
          {step("Previous page", page - 1, <ChevronLeft {...icon} />, page <= 1)}
          <PageField page={page} pages={pages} onPage={onPage} />
          {step("Next page", page + 1, <ChevronRight {...icon} />, page >= pages)}
          {step("Last page", pages, <ChevronLast {...icon} />, page >= pages)}
        </span>
      )}
    </nav>
  );
}

/** The end of a log: more of the past, or the sentence that there is none. */
export function LoadOlder({
  shown,
  total,
  pending,
  onLoad,
}: {
  readonly shown: number;
  /** Text such as "2,000+", because counts of logs are capped. */
  readonly total: string;
  readonly pending: boolean;
  /** Undefined at the end. */
  readonly onLoad: (() => void) | undefined;
}) {
  return (
    <div className="flex flex-col items-center gap-2 py-4 text-caption text-text-secondary">
      {onLoad === undefined ? (
        <span>Beginning of the log</span>
      ) : (
        <Button pending={pending} onClick={onLoad}>
          Load older
        </Button>
      )}
      <span className="tabular-nums">
        {shown.toLocaleString()} of {total}
      </span>
    </div>
  );
}
