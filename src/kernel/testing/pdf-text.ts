import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** What a person gets who selects all and copies, and how many pages there are. */
export async function copiedFrom(pdf: Buffer): Promise<{ text: string; pages: number }> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, page) => {
      const { items } = await (await document.getPage(page + 1)).getTextContent()
      return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
    }),
  )
  return { text: pages.join('\n'), pages: document.numPages }
}
