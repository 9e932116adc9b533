import { ApiFailure } from "@gatehouse/sdk";
import { MutationCache, QueryCache, QueryClient, type QueryPersister } from "@tanstack/react-query";
import { onGone } from "./gone.ts";
import { permissionKeys } from "./permissions.ts";
import { ownRequests } from "./requests.ts";
import { throttle } from "./throttle.ts";

const retryDelaysMs = [500, 2000];

/** Reads are repeated twice when the server was down or unreachable, once when it asked to wait; refusals never. */
function shouldRetry(failures: number, error: Error): boolean {
  if (!(error instanceof ApiFailure)) return false;
  if (error.status === 429) return failures < 1;
  return (error.status === 0 || error.status >= 500) && failures < retryDelaysMs.length;
}

function retryDelayMs(failures: number, error: Error): number {
  const asked = error instanceof ApiFailure ? error.retryAfterSeconds : null;
  if (asked === null) return retryDelaysMs[failures] ?? 2000;
  throttle.wait(asked * 1000);
  return asked * 1000;
}

/** Keeps no answer: it only lets the requests of a query be known as that query's. */
const noted: QueryPersister<unknown> = (queryFn, context, query) => {
  ownRequests(context.signal, query);
  return queryFn(context);
};

/** The cache of everything that came from the server. Writes are never repeated. */
export function createQueryClient(): QueryClient {
  // A refusal that the page did not foresee: its picture of the permissions is old.
  const onError = (error: Error) => {
    if (error instanceof ApiFailure && error.status === 403) {
      void client.invalidateQueries({ queryKey: permissionKeys.all });
    }
  };
  // What was to be changed is gone: lists that still show it are asked for anew.
  onGone(() => void client.invalidateQueries());
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: shouldRetry,
        retryDelay: retryDelayMs,
        refetchOnWindowFocus: false,
        networkMode: "always",
        persister: noted,
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  return client;
}
