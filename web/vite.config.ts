import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { firstLoad } from "./build/first_load.ts";

const server = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), firstLoad({ limit: 500_000 })],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: fileURLToPath(new URL("../jishi/web_dist", import.meta.url)),
    emptyOutDir: true,
    assetsDir: "assets",
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": server, "/files": server },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    css: false,
    maxWorkers: 1,
    testTimeout: 60_000,
  },
});
