export { enqueueAccountEvent } from "./enqueue.ts";
export { enqueueMessages } from "./store.ts";
export { notificationTemplates } from "./templates.ts";
