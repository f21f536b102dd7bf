/** Papers: statements, summaries, invoices. What they say is the modules' business. */
export { type PdfDefinition, renderPdf } from './pdf.ts'
