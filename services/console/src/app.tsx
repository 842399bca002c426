import { Button, ConfigProvider, Flex, Typography } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type ReactNode, useEffect } from 'react'
import { CampusPage } from './pages/campus-page'
import { SignInPage } from './pages/sign-in-page'
import { endSession, useSession } from './session/session'
import { useUrl } from './state/url'
import { useTexts } from './texts/language'

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

/** The console: sign-in, or the page of the signed-in campus. */
export const App = () => {
  const { language, t, word } = useTexts()
  const session = useSession()
  const { url, go } = useUrl()
  const astray = session !== undefined && url.campus !== session.campus
  useEffect(() => {
    if (astray) go({ campus: session.campus, page: 'contracts' })
  }, [astray, go, session])
  return (
    <ConfigProvider
      locale={language === 'en' ? enUS : zhCN}
      theme={{ token: { colorPrimary: '#0b5cad', colorTextSecondary: 'rgba(0,0,0,0.65)' } }}
    >
      {session ? (
        <CampusPage
          key={session.token}
          session={session}
          header={(status) => <Header who={t.signedInAs(session.campus, word(session.role))}>{status}</Header>}
        />
      ) : (
        <>
          <Header />
          <main id="content" tabIndex={-1}>
            <SignInPage />
          </main>
        </>
      )}
    </ConfigProvider>
  )
}
