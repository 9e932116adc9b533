import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

/** The console: one HTML page, hashed files below /assets/, nothing inline (the server's policy forbids it). */
export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { conditions: ["source", ...defaultClientConditions] },
  build: {
    target: ["chrome123", "edge123", "firefox128", "safari17.5"],
    // No data: URLs for scripts or fonts, so that every file is hashed, cached and counted.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
