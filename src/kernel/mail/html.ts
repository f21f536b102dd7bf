const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g

/** Escapes text for HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** Escaped text in which addresses can be pressed. */
export function linkify(text: string): string {
  let done = 0
  let html = ''
  for (const match of text.matchAll(LINK)) {
    const address = escapeHtml(match[0])
    html += `${escapeHtml(text.slice(done, match.index))}<a href="${address}">${address}</a>`
    done = match.index + match[0].length
  }
  return html + escapeHtml(text.slice(done))
}

/** A plain, readable HTML mail from its text: paragraphs, pressable addresses, a line that is only an address a button. */
export function htmlOf(mail: { subject: string; text: string; locale: string; fromName?: string | undefined }): string {
  const blocks = mail.text
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter(Boolean)
    .map((block) => (isOnlyLink(block) ? button(block, mail.locale) : paragraph(block)))
  return `<!doctype html>
<html lang="${mail.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(mail.subject)}</title></head>
<body style="margin:0;background:#faf8f4;color:#1c1a17;font:16px/1.5 Onest,system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:32px 24px">
<div style="font:600 15px/1.4 'Source Serif 4',Georgia,serif;color:#5d564c">${escapeHtml(mail.fromName ?? 'Atelier')}</div>
<h1 style="font:600 24px/1.25 'Source Serif 4',Georgia,serif;margin:8px 0 20px">${escapeHtml(mail.subject)}</h1>
${blocks.join('\n')}
</div></body></html>`
}

function isOnlyLink(block: string): boolean {
  return block.match(LINK)?.[0] === block
}

function paragraph(block: string): string {
  return `<p style="margin:0 0 16px">${linkify(block).replaceAll('\n', '<br>')}</p>`
}

function button(address: string, locale: string): string {
  const url = escapeHtml(address)
  return `<p style="margin:0 0 16px"><a href="${url}" style="display:inline-block;background:#1c1a17;color:#fffefb;padding:12px 20px;border-radius:10px;text-decoration:none">${locale === 'ru' ? 'Открыть' : 'Open'}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:#6f6659;word-break:break-all">${url}</p>`
}
