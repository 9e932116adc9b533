import { useQuery } from "@tanstack/react-query";
import { api } from "./api.ts";
import { useSettled } from "./use-settled.ts";

const pauseMs = 600;

/**
 * What the server says about a new password, asked for when typing pauses; undefined while it has nothing against it.
 * The password stays in no cache, and a full rate limiter is no news to whoever types.
 */
export function usePasswordAdvice(password: string): string | undefined {
  const settled = useSettled(password, pauseMs);
  const { data } = useQuery({
    queryKey: ["password-advice", settled],
    queryFn: ({ signal }) =>
      api.call("validatePassword", { body: { password: settled } }, { signal }),
    enabled: settled !== "",
    gcTime: 0,
    retry: false,
  });
  return settled === password && data?.valid === false ? data.details : undefined;
}
