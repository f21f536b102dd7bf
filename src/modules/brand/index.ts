/**
 * Brand: the pictures that a studio shows of itself to everybody, its **logo** and its **cover** (P3).
 *
 * A picture comes in as its bytes, in one request: nothing that somebody sent for another purpose can be named as one,
 * so that no file of a project, and none of another studio, becomes public by it. It is drawn anew in a few sizes before
 * anything is kept; the public is given those by their hashes, never what was sent.
 *
 * Never: bytes that we have not drawn ourselves, shown to anybody; a picture served by us after it was replaced or
 * removed. What a browser or a cache between keeps of it, a year at most, we cannot call back.
 */
import type { Module } from '../../kernel/module.ts'
import { brandProblems } from './problems.ts'
import { brandRoutes } from './routes.ts'

export { keepPicture, preparePicture } from './picture.ts'

export const brandModule: Module = { name: 'brand', routes: brandRoutes, problems: brandProblems }
