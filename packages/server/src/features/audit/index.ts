export {
  type BackgroundChange,
  dormancyFields,
  logAuditEntry,
  logBackgroundAudits,
  recordAudit,
  recordBackgroundAudits,
  recordOperatorAudit,
  recordRefusal,
} from "./record.ts";
export type { AuditEntry } from "./store.ts";
