export { estimateCost } from "./estimate.ts";
export { listModelPriceHistory, listModelPrices, listModelPricesExperimental } from "./list.ts";
export { deleteModelPrice, setModelPrices, setModelPricesExperimental } from "./set.ts";
