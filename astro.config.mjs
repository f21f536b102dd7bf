import node from '@astrojs/node'
import react from '@astrojs/react'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { defineConfig } from 'astro/config'

/** Public pages and the page that hosts the app, as a handler inside the program's own server. */
export default defineConfig({
  srcDir: './src/web',
  publicDir: './src/web/public',
  outDir: './dist/web',
  output: 'server',
  adapter: node({ mode: 'middleware' }),
  integrations: [react()],
  trailingSlash: 'ignore',
  // No inline script and no inline style sheet: the content security policy allows neither.
  build: { inlineStylesheets: 'never' },
  security: { checkOrigin: false },
  devToolbar: { enabled: false },
  telemetry: false,
  vite: {
    plugins: [
      paraglideVitePlugin({
        project: './project.inlang',
        outdir: './src/web/generated/messages',
        strategy: ['globalVariable', 'baseLocale'],
        emitGitIgnore: false,
      }),
    ],
    build: { assetsInlineLimit: 0 },
  },
})
