import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import './console.css'
import { LanguageProvider } from './texts/language'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root element')

createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <App />
    </LanguageProvider>
  </StrictMode>,
)
