export { exportAuditLogs } from "./export.ts";
export { listAuditLogs } from "./list.ts";
