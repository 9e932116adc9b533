import type { PageRoute } from "../../lib/page.ts";
import { pricesQuery } from "./queries.ts";

/** The price book. */
export const pricesRoutes: readonly PageRoute[] = [
  {
    path: "/ai/prices",
    layout: "shell",
    title: "Prices",
    endpoints: [
      "listModelPrices",
      "setModelPrices",
      "deleteModelPrice",
      "listModelPriceHistory",
      "listUnpricedModels",
    ],
    load: ({ queries }) => {
      void queries.prefetchQuery(pricesQuery);
      return undefined;
    },
    page: () => import("./prices-page.tsx"),
  },
];
