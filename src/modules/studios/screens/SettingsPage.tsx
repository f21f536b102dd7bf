import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Field, Form, Page, Pending, toast } from '../../../web/ui/index.ts'
import { BrandPictures } from './BrandPictures.tsx'
import { SiteBlocks } from './SiteBlocks.tsx'

/** The studio's brand, texts and contacts, and what its site shows (P3). */
export default function SettingsPage() {
  const { studio: here } = useProfile()
  const mayPay = useMay('subscription.manage')
  const path = { studio: here.slug }
  const queries = useQueryClient()
  const studio = useQuery({
    queryKey: ['studio', here.slug],
    queryFn: () => call('GET /api/studios/{studio}', { path }),
  })
  if (!studio.data) return <Pending of={studio} />
  const { data } = studio
  return (
    <Page
      title={m.settings_title()}
      actions={
        <>
          {mayPay && (
            <StudioLink className="btn" to="subscription">
              {m.subscription_title()}
            </StudioLink>
          )}
          <StudioLink className="btn" to="settings/replies">
            {m.replies_title()}
          </StudioLink>
          <StudioLink className="btn" to="settings/projects">
            {m.project_terms()}
          </StudioLink>
          <a className="btn" href={`/s/${here.slug}/`}>
            {m.settings_look()}
          </a>
        </>
      }
    >
      <BrandPictures studio={data} />
      <div className="columns">
        <section className="sheet sheet--padded">
          <Form
            submit={m.app_save()}
            onSubmit={async (values) => {
              await call('PATCH /api/studios/{studio}', {
                path,
                body: {
                  name: values.name ?? '',
                  colour: values.colour ?? data.colour,
                  tagline: { ru: values.taglineRu ?? '', en: values.taglineEn ?? '' },
                  about: { ru: values.aboutRu ?? '', en: values.aboutEn ?? '' },
                  address: values.address ?? '',
                  phone: values.phone ?? '',
                  email: values.email ?? '',
                },
              })
              await queries.invalidateQueries()
              toast(m.app_saved())
            }}
          >
            <Field name="name" label={m.checkout_name()} value={data.name} />
            <Field name="colour" label={m.settings_colour()} type="color" value={data.colour} />
            <Field name="taglineRu" label={`${m.settings_tagline()}, ${m.settings_ru()}`} value={data.tagline.ru} />
            <Field name="taglineEn" label={`${m.settings_tagline()}, ${m.settings_en()}`} value={data.tagline.en} />
            <Field name="aboutRu" label={`${m.settings_about()}, ${m.settings_ru()}`}>
              {(id) => <textarea id={id} name="aboutRu" defaultValue={data.about.ru} maxLength={4000} />}
            </Field>
            <Field name="aboutEn" label={`${m.settings_about()}, ${m.settings_en()}`}>
              {(id) => <textarea id={id} name="aboutEn" defaultValue={data.about.en} maxLength={4000} />}
            </Field>
            <Field name="address" label={m.settings_address()} value={data.address} />
            <Field name="phone" label={m.settings_phone()} value={data.phone} type="tel" />
            <Field name="email" label={m.settings_email()} value={data.email} type="email" />
          </Form>
        </section>
        {data.site && <SiteBlocks key={JSON.stringify(data.site)} studio={here.slug} site={data.site} />}
      </div>
    </Page>
  )
}
