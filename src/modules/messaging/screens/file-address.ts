/** Where a file's bytes are, as the profile that asks: what a browser fetches by itself carries no header. */
export function fileAddress(
  studio: string,
  profile: string,
  fileId: string,
  what: 'content' | 'preview' | 'peaks' | 'thumbnail',
): string {
  return `/api/studios/${encodeURIComponent(studio)}/files/${fileId}/${what}?profile=${profile}`
}
