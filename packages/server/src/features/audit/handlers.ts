export { listAuditLogs } from "./list.ts";
