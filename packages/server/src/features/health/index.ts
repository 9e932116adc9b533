export { createHealthReporter } from "./reporter.ts";
