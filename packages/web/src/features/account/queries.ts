import { queryOptions } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

const own = { params: { user: "me" } } as const;

/** Cache keys of what is one's own. */
export const accountKeys = {
  key: ["me", "ssh-key"] as const,
  preferences: ["me", "preferences"] as const,
};

/** One's own SSH key: the public half. */
export const sshKeyQuery = queryOptions({
  queryKey: accountKeys.key,
  queryFn: ({ signal }) => api.call("getGitSshKey", own, { signal }),
});

/** What the identity provider said at one's own last sign-in; asked for only when it is looked at. */
export const claimsQuery = queryOptions({
  queryKey: ["me", "claims"] as const,
  queryFn: ({ signal }) => api.call("getOidcClaims", {}, { signal }),
});

/** One's own preferences. */
export const preferencesQuery = queryOptions({
  queryKey: accountKeys.preferences,
  queryFn: ({ signal }) => api.call("getUserPreferences", own, { signal }),
});
