import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createQueryClient } from "../lib/query-client.ts";
import { answerPermissions } from "./answer-permissions.ts";
import { createAppRouter } from "./router.tsx";

const queries = createQueryClient();
answerPermissions(queries);
const router = createAppRouter(queries);

/** The console: one cache, one router. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
