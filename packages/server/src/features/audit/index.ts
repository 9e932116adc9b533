export {
  type BackgroundChange,
  backgroundEntry,
  dormancyFields,
  logAuditEntry,
  logBackgroundAudits,
  recordAudit,
  recordAudits,
  recordBackgroundAudits,
  recordOperatorAudit,
  recordRefusal,
} from "./record.ts";
export type { AuditEntry } from "./store.ts";
