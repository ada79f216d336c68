import { defineConfig } from "vitest/config";

// Built files go where the Python package serves them from, named by their content, so that a
// browser may keep them for good; manifest.json tells the templates the names.
export default defineConfig({
  base: "./",
  build: {
    outDir: "../src/tacitus/serve/static",
    emptyOutDir: false,
    assetsDir: "built",
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: ["src/desk.ts", "src/styles/desk.css"],
      output: {
        // the map library changes seldom: a file of its own is not committed anew with each build
        manualChunks: (id: string) => (/node_modules\/(maplibre-gl|pmtiles)\//.test(id) ? "maplibre" : undefined),
      },
    },
  },
  test: { environment: "jsdom", css: true, include: ["tests/**/*.test.ts"] },
});
