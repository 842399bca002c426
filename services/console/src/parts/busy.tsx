import { LoadingOutlined } from '@ant-design/icons'

/** For `loading` of a button that has an icon: antd's own one, which any other shows as it ends, is named in English whatever the language. */
export const busy = (pending: boolean) => (pending ? { icon: <LoadingOutlined aria-hidden spin /> } : false)
