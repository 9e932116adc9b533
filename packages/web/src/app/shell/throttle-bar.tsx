import { Banner } from "../../components/callout/callout.tsx";
import { useThrottle } from "../../lib/throttle.ts";
import { useCountdown } from "../../lib/use-countdown.ts";

/** Says that the server asked to wait, and counts down to when the page asks again. The count is not read aloud. */
export function ThrottleBar() {
  const until = useThrottle();
  return (
    <div role="status">
      {until === 0 ? null : (
        <Banner tone="info">
          Too many requests. The page asks again <span className="sr-only">in a moment</span>
          <Count key={until} until={until} />
        </Banner>
      )}
    </div>
  );
}

function Count({ until }: { readonly until: number }) {
  const seconds = useCountdown(Math.max(1, Math.ceil((until - Date.now()) / 1000)));
  return (
    <span aria-hidden className="tabular-nums">
      in {seconds} s
    </span>
  );
}
