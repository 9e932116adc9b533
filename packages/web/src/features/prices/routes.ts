import type { PageRoute } from "../../lib/page.ts";

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
      "estimateCost",
      "listUnpricedModels",
    ],
    load: async (context) => (await import("./load.ts")).loadPrices(context),
    page: () => import("./prices-page.tsx"),
  },
  {
    path: "/ai/prices/history",
    layout: "shell",
    title: "Price history",
    endpoints: ["listModelPriceHistory", "listModelPrices"],
    load: async (context) => (await import("./load.ts")).loadPriceHistory(context),
    page: () => import("./history-page.tsx"),
  },
];
