import { ArrowDownUp } from "lucide-react";
import { Button } from "../../components/button/button.tsx";
import { Menu } from "../../components/menu/menu.tsx";
import { orderChoices, sortWord } from "./order.ts";

/** Chooses the order of the list: columns may be hidden, and phones show no column heads. */
export function SortMenu({
  sort,
  onSort,
}: {
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}) {
  const items = orderChoices.map(({ value, label }) => ({
    label,
    checked: value === sort,
    onSelect: () => onSort(value),
  }));
  return (
    <Menu items={[items]} label="Order">
      <Button icon={<ArrowDownUp aria-hidden size={16} strokeWidth={1.75} />}>
        Sort: {sortWord(sort)}
      </Button>
    </Menu>
  );
}
