export { createPriceBook } from "./price-book.ts";
