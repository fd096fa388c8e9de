import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compress } from './compress.ts';

// A server to work against (`npm run dev`); the built page is served by the server itself.
const server = process.env['SWITCHBOARD_URL'] ?? 'http://127.0.0.1:8080';

/** Of the build alone, without a server; the other tests in a browser need a running one. */
const builtAlone = ['tests/build.test.ts', 'tests/frames.test.ts', 'tests/states.test.ts'];

export default defineConfig({
  plugins: [react(), compress()],
  server: { proxy: { '/graphql': { target: server, ws: true }, '/import': server, '/export': server } },
  // GraphiQL's workers cannot be bundled ahead of time: its page finds its own dependencies.
  optimizeDeps: { entries: ['index.html'] },
  build: {
    target: 'es2023',
    // All browsers of that target preload modules by themselves.
    modulePreload: { polyfill: false },
    // Nothing inlined as data: URLs, so that the content security policy need not allow them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: {
      input: ['index.html', 'graphiql/index.html'],
      // "use no memo" is for a compiler that has already run over GraphiQL.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
  worker: { format: 'es' },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      // The built page in a browser: against the pretended server, and against a real one.
      { extends: true, test: { name: 'states', include: builtAlone, testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/*.test.ts'],
          exclude: [...builtAlone, 'tests/screenshots.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      { extends: true, test: { name: 'screenshots', include: ['tests/screenshots.test.ts'] } },
    ],
  },
});
