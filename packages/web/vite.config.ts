import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";

/**
 * Puts `src/boot.ts` into the head as a classic script of its own: a module is deferred and would let the page flash,
 * and the policy of the server allows no inline script.
 */
function bootScript(): Plugin {
  return {
    name: "gatehouse-boot-script",
    apply: "build",
    buildStart() {
      this.emitFile({ type: "chunk", id: "src/boot.ts", name: "boot" });
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const boot = Object.values(bundle ?? {}).find(
          (file) => file.type === "chunk" && file.name === "boot",
        );
        if (boot === undefined) throw new Error("the boot script was not built");
        return [{ tag: "script", attrs: { src: `/${boot.fileName}` }, injectTo: "head-prepend" }];
      },
    },
  };
}

/** Asks for the letters of the first paint along with the page, before the sheet that names them is read. */
function preloadedFont(): Plugin {
  return {
    name: "gatehouse-preloaded-font",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const name = Object.keys(bundle ?? {}).find((file) =>
          /inter-latin-wght-normal-[\w-]+\.woff2$/.test(file),
        );
        if (name === undefined) throw new Error("the font of the console was not built");
        const attrs = { rel: "preload", href: `/${name}`, as: "font", type: "font/woff2" };
        return [{ tag: "link", attrs: { ...attrs, crossorigin: "" }, injectTo: "head" }];
      },
    },
  };
}

const compressible = /\.(?:css|js|json|svg|txt|webmanifest)$/;

/** Writes the brotli and gzip forms beside every text of 1 KiB and more; the server only picks one. */
function compressedFiles(): Plugin {
  return {
    name: "gatehouse-compressed-files",
    apply: "build",
    writeBundle({ dir }) {
      if (dir === undefined) return;
      for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (!compressible.test(name)) continue;
        const path = join(dir, name);
        const body = readFileSync(path);
        if (body.length < 1024) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
        writeFileSync(`${path}.br`, brotliCompressSync(body, { params }));
        writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
      }
    },
  };
}

/** Leaves out which endpoints a page calls: the reference and its check read that, no browser does. */
function withoutEndpoints(): Plugin {
  return {
    name: "gatehouse-without-endpoints",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!/\/features\/[\w-]+\/routes\.ts$/.test(id)) return null;
      return { code: code.replaceAll(/\n\s*endpoints: \[[^\]]*\],/g, ""), map: null };
    },
  };
}

/** The console: one HTML page, hashed files below /assets/, nothing inline (the server's policy forbids it). */
export default defineConfig({
  plugins: [
    bootScript(),
    preloadedFont(),
    withoutEndpoints(),
    react(),
    tailwindcss(),
    compressedFiles(),
  ],
  resolve: { conditions: ["source", ...defaultClientConditions] },
  build: {
    target: ["chrome123", "edge123", "firefox128", "safari17.5"],
    // No data: URLs for scripts or fonts, so that every file is hashed, cached and counted.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
