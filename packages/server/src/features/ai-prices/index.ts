export { costOf, maxCostMicros, type Prices } from "./cost.ts";
export { authorizeReadingPrices } from "./list.ts";
export { type PriceChoice, readPrices, setPricesByOperator } from "./operator.ts";
export { presentPriceInEffect } from "./present.ts";
export { createPriceBook } from "./price-book.ts";
export { type GivenPrice, judgeEntries, priceKeys } from "./rules.ts";
export { findPricesInEffect } from "./store.ts";
