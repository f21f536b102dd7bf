import { IconWallet } from '@tabler/icons-react'
import type { ScreenModule } from '../../../web/app/screen-module.ts'
import { m } from '../../../web/generated/messages/messages.js'

/** What the ledger shows: the wallet of whoever looks, and the studio's to whom it may be shown. */
export const ledgerScreens: ScreenModule = {
  name: 'ledger',
  nav: [{ to: 'wallet', label: m.wallet_title, icon: IconWallet, onPhone: true }],
  routes: [
    { path: 'wallet', load: () => import('./WalletPage.tsx') },
    { path: 'wallet/earnings', load: () => import('./EarningsPage.tsx') },
  ],
}
