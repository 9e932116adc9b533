export { applyAiProviders } from "./providers.ts";
export { type Reconciliation, reconcileUsage } from "./reconcile-store.ts";
export { createAiSeats } from "./seats.ts";
