export { exportTable, readExportFormat } from "./table.ts";
