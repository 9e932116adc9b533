export { enqueueAccountEvent } from "./enqueue.ts";
export { enqueuePasscode, sendPasscodes } from "./passcode.ts";
