import { join } from 'node:path';
import { defineConfig } from 'vite';
import { directImports } from './direct-imports.mts';

/** Built by `npm run web`; `npx vite web` serves it, in front of a running `npm start`, while somebody works on it. */
export default defineConfig({
  base: '/app/',
  plugins: [directImports()],
  oxc: { jsx: { runtime: 'automatic' } },
  // The server writes a fresh value into each answer, see src/api/consoles.
  html: { cspNonce: 'NONCE' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    manifest: true,
    // Phones that teams really carry.
    target: ['chrome100', 'firefox100', 'safari15.4'],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // MapLibre is that large, and comes with the map only; what people wait for has budgets of its own in the tests.
    chunkSizeWarningLimit: 1_100,
    rolldownOptions: {
      input: ['index.html', 'worker/service-worker.ts'].map((path) => join(import.meta.dirname, path)),
      output: {
        // A service worker is known by its address.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
      onLog(level, log, handle) {
        // Every file of React libraries says it; there is no server rendering here that could care.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:8022' } },
});
