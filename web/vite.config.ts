import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// Browsers that know light-dark(), popover and the oklab colours that the styles use.
const browsers = ['chrome123', 'firefox125', 'safari17.5']

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../assistant/server/page',
    emptyOutDir: true,
    target: browsers,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8000', ws: true } } },
  test: { include: ['src/**/*.test.ts'] },
})
