import type { GroupSpend } from "../../lib/budgets.ts";
import { roundedMoneyText } from "../../lib/money.ts";
import { SpendMeter } from "../money/spend-meter.tsx";

/** What a group spent of the limits of its members. Without anybody whose limit counts there is nothing to use up. */
export function GroupMeter({
  label,
  spend: { limit, total, spent },
}: {
  readonly label: string;
  readonly spend: GroupSpend;
}) {
  if (total === 0n && limit !== 0n) {
    return (
      <span className="tabular-nums">
        {roundedMoneyText(spent)}{" "}
        <span className="text-text-secondary">· it pays for nobody at the moment</span>
      </span>
    );
  }
  return <SpendMeter label={`Spent by ${label}`} spent={spent} limit={total} />;
}
