import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Api } from '../generated/api.ts'
import { call } from './client.ts'
import { mayNow, worksNow } from './may.ts'

export type Me = Api['GET /api/me']['answer']
export type Profile = Me['profiles'][number]

/** Who is signed in, with their profiles (P5). */
export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => call('GET /api/me', {}), staleTime: 60_000 })
}

const ProfileContext = createContext<Profile | undefined>(undefined)
export const ProfileProvider = ProfileContext.Provider

/** The profile as which the person works on this screen, and its studio. Only inside a studio's screens. */
export function useProfile(): Profile {
  const profile = useContext(ProfileContext)
  if (!profile) throw new Error('a studio’s screen outside of a studio')
  return profile
}

/** Whether the studio does what is asked of it. A read-only one is looked at: work in it ends, and none begins. */
export function useWorks(): boolean {
  return worksNow(useProfile())
}

/** Whether the profile holds the permission, and a read-only studio would not refuse it. The server decides again. */
export function useMay(permission: string): boolean {
  return mayNow(useProfile(), permission)
}
