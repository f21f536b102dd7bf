import { createRequire } from 'node:module'
import pdfmake from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'

/**
 * What stands on the paper, in pdfmake's words. The font is Onest; the styles are `title` and `heading` (Source Serif),
 * `figure` for a sum that matters, `second` for the second line, `fine` for small print.
 */
export type PdfDefinition = Omit<TDocumentDefinitions, 'defaultStyle' | 'images'>

const INK = '#1c1a17'
const INK_2 = '#5d564c'

// Not `import.meta.resolve`: what runs the tests does not know it.
const { resolve } = createRequire(import.meta.url)
const font = (file: string) => resolve(`@expo-google-fonts/${file}`)
const fonts = {
  Onest: {
    normal: font('onest/400Regular/Onest_400Regular.ttf'),
    bold: font('onest/600SemiBold/Onest_600SemiBold.ttf'),
  },
  'Source Serif': {
    normal: font('source-serif-4/400Regular/SourceSerif4_400Regular.ttf'),
    bold: font('source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf'),
  },
}
const ours = new Set(Object.values(fonts).flatMap((cuts) => Object.values(cuts)))

pdfmake.setFonts(fonts)
// What a document names is text from people: nothing is fetched, and no file is read but the fonts.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path: string) => ours.has(path))

/** Renders an A4 paper as PDF. Text can be copied out as it was put in, `№ ₽ « »` and Cyrillic included. */
export async function renderPdf(definition: PdfDefinition): Promise<Buffer> {
  return pdfmake
    .createPdf({
      pageMargins: [56, 56, 56, 64],
      ...definition,
      defaultStyle: { font: 'Onest', fontSize: 9.5, lineHeight: 1.25, color: INK },
      styles: {
        title: { font: 'Source Serif', fontSize: 21, bold: true, margin: [0, 0, 0, 4] },
        heading: { font: 'Source Serif', fontSize: 13, bold: true, margin: [0, 18, 0, 6] },
        figure: { fontSize: 13, bold: true },
        second: { color: INK_2 },
        fine: { fontSize: 7.5, color: INK_2 },
        ...definition.styles,
      },
    })
    .getBuffer()
}
