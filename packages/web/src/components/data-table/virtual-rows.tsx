import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useCallback, useLayoutEffect, useState } from "react";

interface VirtualRowsProps {
  readonly table: RefObject<HTMLTableElement | null>;
  readonly count: number;
  /** Number of columns, for the rows that stand for those that are not drawn. */
  readonly width: number;
  /** Draws a row; `ref` measures it and `index` is its place. */
  readonly row: (index: number, ref: (element: HTMLTableRowElement | null) => void) => ReactNode;
}

const usualHeight = 44;

/** The place of the row that holds the focus; -1 when none does. */
function focusedIndex(): number {
  const row = document.activeElement?.closest<HTMLElement>("[data-index]");
  return row === null || row === undefined ? -1 : Number(row.dataset["index"]);
}

/** The rows in the window, a few around it, and the one with the focus, so that it is never lost. */
function withFocused(range: Range): number[] {
  const indexes = defaultRangeExtractor(range);
  const focused = focusedIndex();
  if (focused < 0 || focused >= range.count || indexes.includes(focused)) return indexes;
  return [...indexes, focused].sort((a, b) => a - b);
}

/**
 * Rows of a long list: only those near the window are drawn, the height of the others is kept by empty rows. For lists
 * of more than 200 rows; below that all rows are drawn, so that the browser's search finds them.
 */
export function VirtualRows({ table, count, width, row }: VirtualRowsProps) {
  const [scrollMargin, setScrollMargin] = useState(0);
  useLayoutEffect(() => {
    const top = table.current?.getBoundingClientRect().top ?? 0;
    setScrollMargin(top + window.scrollY);
  }, [table]);
  const rangeExtractor = useCallback(withFocused, []);
  const rows = useWindowVirtualizer({
    count,
    estimateSize: () => usualHeight,
    // Before there is a layout an element has no height.
    measureElement: (element) => element.getBoundingClientRect().height || usualHeight,
    overscan: 10,
    scrollMargin,
    rangeExtractor,
  });
  const shown = rows.getVirtualItems();
  const parts: ReactNode[] = [];
  let end = scrollMargin;
  for (const item of shown) {
    if (item.start > end)
      parts.push(<Gap key={`gap-${item.index}`} height={item.start - end} width={width} />);
    parts.push(row(item.index, rows.measureElement));
    end = item.end;
  }
  const rest = rows.getTotalSize() + scrollMargin - end;
  if (rest > 0) parts.push(<Gap key="gap-end" height={rest} width={width} />);
  return parts;
}

function Gap({ height, width }: { readonly height: number; readonly width: number }) {
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={width} className="p-0" />
    </tr>
  );
}
