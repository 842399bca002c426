import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Button, ConfigProvider, Flex, Typography } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type ReactNode, useEffect, useState } from 'react'
import { CampusPage } from './pages/campus-page'
import { homeOf } from './pages/navigation'
import { SignInPage } from './pages/sign-in-page'
import { endSession, useSession } from './session/session'
import { useUrl } from './state/url'
import { useTexts } from './texts/language'

/** Colours whose text on white and on its own tint has a contrast of at least 4.5 (WCAG AA). */
const theme = {
  token: {
    colorPrimary: '#0b5cad',
    colorLink: '#0b5cad',
    colorLinkHover: '#08407a',
    colorLinkActive: '#062f5a',
    colorTextTertiary: 'rgba(0,0,0,0.65)',
    colorSuccess: '#1d6b0a',
    colorWarning: '#874d00',
    colorError: '#a8071a',
    colorSuccessBg: '#f0f9eb',
    colorWarningBg: '#fff7e6',
    colorErrorBg: '#fff1f0',
    colorTextSecondary: 'rgba(0,0,0,0.68)',
    colorTextDescription: 'rgba(0,0,0,0.68)',
    colorTextPlaceholder: 'rgba(0,0,0,0.6)',
  },
}

const Header = ({ children, who }: { readonly children?: ReactNode; readonly who?: string }) => {
  const { t, toggle } = useTexts()
  return (
    <header className="bar">
      <a className="skip" href="#content">
        {t.skipToContent}
      </a>
      <Flex wrap gap="middle" align="center" justify="space-between">
        <div>
          <Typography.Text strong className="brand">
            {t.product}
          </Typography.Text>{' '}
          <Typography.Text type="secondary">{t.productLine}</Typography.Text>
        </div>
        <Flex wrap gap="middle" align="center">
          {children}
          {who ? <span data-testid="who">{who}</span> : null}
          <Button size="small" onClick={toggle} data-testid="language">
            {t.otherLanguage}
          </Button>
          {who ? (
            <Button size="small" onClick={endSession} data-testid="sign-out">
              {t.signOut}
            </Button>
          ) : null}
        </Flex>
      </Flex>
    </header>
  )
}

/** What one person has read is forgotten with the session: the next one in this tab must not see it. */
const OwnQueries = ({ children }: { readonly children: ReactNode }) => {
  const [client] = useState(() => new QueryClient())
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

/** The console: sign-in, or the page of the signed-in campus. */
export const App = () => {
  const { language, word } = useTexts()
  const session = useSession()
  const { url, go } = useUrl()
  const astray = session !== undefined && url.campus !== session.campus
  useEffect(() => {
    if (astray) go({ campus: session.campus, page: homeOf(session.role) })
  }, [astray, go, session])
  return (
    <ConfigProvider locale={language === 'en' ? enUS : zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <OwnQueries key={session?.token ?? ''}>
        {session ? (
          <CampusPage key={session.token} session={session} header={(status) => <Header who={word(session.role)}>{status}</Header>} />
        ) : (
          <>
            <Header />
            <main id="content" tabIndex={-1}>
              <SignInPage />
            </main>
          </>
        )}
      </OwnQueries>
    </ConfigProvider>
  )
}
