export { type ExportFormat, exportTable, readExportFormat } from "./table.ts";
