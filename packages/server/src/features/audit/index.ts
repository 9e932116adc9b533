export {
  dormancyFields,
  logAuditEntry,
  recordAudit,
  recordBackgroundAudits,
  recordOperatorAudit,
  recordRefusal,
} from "./record.ts";
