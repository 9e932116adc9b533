export { dispatchMethods, enqueueAccountEvent, enqueueBudgetThreshold } from "./enqueue.ts";
export { enqueuePasscode, sendPasscodes } from "./passcode.ts";
