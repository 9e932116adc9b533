import type { Deps } from "../context/deps.ts";

/** Resolves to null when the server can work, else to one word of reason. */
export type Readiness = () => Promise<string | null>;

const checkEveryMs = 1000;
const timeoutMs = 2000;

/**
 * Whether the database answers and its schema fits (spec deployment §3): asked at most once a second,
 * two seconds at most; requests meanwhile share the answer.
 */
export function createReadiness(deps: Pick<Deps, "schemaStatus">): Readiness {
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  let answer: Promise<string | null> = Promise.resolve(null);
  return () => {
    const nowMs = performance.now();
    if (nowMs - checkedAtMs >= checkEveryMs) {
      checkedAtMs = nowMs;
      answer = check(deps);
    }
    return answer;
  };
}

async function check(deps: Pick<Deps, "schemaStatus">): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("database"), timeoutMs);
  });
  const status = deps.schemaStatus().then(
    (found) => (found === "ok" ? null : "schema"),
    () => "database",
  );
  try {
    return await Promise.race([status, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
