import { moneyText, roundedMoneyText, shareOf } from "../../lib/money.ts";
import { Meter } from "../progress/meter.tsx";

/** How much of a limit is spent, in words as well: "$48.10 of $50.00", "96 %", "Blocked". */
export function SpendMeter({
  label,
  spent,
  limit,
}: {
  readonly label: string;
  readonly spent: bigint;
  /** Null: no limit. */
  readonly limit: bigint | null;
}) {
  if (limit === null) {
    return (
      <span className="tabular-nums">
        {roundedMoneyText(spent)} <span className="text-text-secondary">without limit</span>
      </span>
    );
  }
  const share = shareOf(spent, limit);
  const text = `${roundedMoneyText(spent)} of ${moneyText(limit)}`;
  return (
    <span className="flex min-w-0 flex-col gap-1">
      <span className="flex flex-wrap justify-between gap-x-3 tabular-nums">
        <span>{text}</span>
        <Word share={share} />
      </span>
      <Meter label={label} share={share} text={text} />
    </span>
  );
}

function Word({ share }: { readonly share: number }) {
  if (share >= 1) return <span className="font-medium text-danger-text">Blocked</span>;
  const percent = `${Math.floor(share * 100)} %`;
  return share >= 0.85 ? (
    <span className="text-warning-text">{percent}, nearly used up</span>
  ) : (
    <span className="text-text-secondary">{percent}</span>
  );
}
