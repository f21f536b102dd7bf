import { usualCurrency } from './currency.ts'
import { m } from './generated/messages/messages.js'
import { writeAmount } from './ui/amount.ts'

/** What the API tells anyone of a plan. */
interface PlanJson {
  code: string
  name: { ru: string; en: string }
  summary: { ru: string; en: string }
  periodMonths: number
  trialDays: number
  limits: { staff: number | null; storageGib: number | null }
  prices: { amountMinor: string; currency: string }[]
}

/** A plan in the visitor's words. */
export interface ShownPlan {
  name: string
  summary: string
  price: string
  period: string
  /** Where one begins with it. */
  begin: string
  facts: string[]
}

/** The plans that one can buy, the cheapest first as the API has them; none while it cannot tell. */
export async function readPlans({ api, locale }: App.Locals): Promise<ShownPlan[]> {
  const answer = await api('/api/plans').catch(() => undefined)
  if (answer?.status !== 200) return []
  const { items } = (await answer.json()) as { items: PlanJson[] }
  return items.flatMap((plan) => {
    const price = plan.prices.find(({ currency }) => currency === usualCurrency(locale)) ?? plan.prices[0]
    return price ? [shown(plan, writeAmount(price, locale, { short: true }), locale)] : []
  })
}

function shown(plan: PlanJson, price: string, locale: 'ru' | 'en'): ShownPlan {
  const { staff, storageGib } = plan.limits
  return {
    name: plan.name[locale],
    begin: `/register?to=${encodeURIComponent(`/app/new?plan=${plan.code}`)}`,
    summary: plan.summary[locale],
    price,
    period: plan.periodMonths === 12 ? m.home_year() : m.home_month(),
    facts: [
      staff === null ? m.checkout_staff_any() : m.checkout_staff({ count: staff }),
      ...(storageGib === null ? [] : [m.checkout_storage({ count: new Intl.NumberFormat(locale).format(storageGib) })]),
      ...(plan.trialDays > 0 ? [m.home_trial({ days: plan.trialDays })] : []),
    ],
  }
}
