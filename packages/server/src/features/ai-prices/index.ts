export { costOf, type Prices } from "./cost.ts";
export { createPriceBook } from "./price-book.ts";
export { findPricesInEffect } from "./store.ts";
