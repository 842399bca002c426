import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Built into `dist`, which the gateway serves; libraries change less often than pages, so they are files of their own. */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](\.pnpm[\\/])?(react|react-dom|scheduler)[@\\/]/, priority: 3 },
            { name: 'antd', test: /node_modules[\\/](\.pnpm[\\/])?(antd|@ant-design|@rc-component|rc-)/, priority: 2 },
          ],
        },
      },
    },
  },
})
