import type { RouteOptions } from 'fastify'
import type { Access } from '../src/kernel/http/types.ts'
import type { Module } from '../src/kernel/module.ts'

export interface Route {
  method: string
  url: string
  access: Access
}

/** Every route that says who may call it, once a server with `module` before all others has been made. */
export function routeList(): { module: Module; routes: readonly Route[] } {
  const routes: Route[] = []
  const module: Module = {
    name: 'watcher',
    routes: (app) => {
      app.addHook('onRoute', ({ url, method, config }: RouteOptions) => {
        if (!config?.access) return
        for (const one of [method].flat()) routes.push({ method: one, url, access: config.access })
      })
    },
  }
  return { module, routes }
}
