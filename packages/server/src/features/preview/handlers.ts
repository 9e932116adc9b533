export { previewAuthorization } from "./preview.ts";
