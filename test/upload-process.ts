import Fastify from 'fastify'
import { acceptUploadBodies, diskStorage, uploadDoor } from '../src/kernel/storage/index.ts'

/** The uploads' door in a process of its own, to be killed by a test. Tells its address. */
const app = Fastify()
acceptUploadBodies(app)
const door = uploadDoor(diskStorage(process.argv[2] ?? '').uploads, {
  admit: async () => ({ owner: 'bench', labels: {} }),
  ownerOf: () => 'bench',
  deliver: async () => undefined,
  address: (_request, id) => `/uploads/${id}`,
})
app.post('/uploads', async (request, reply) => void (await door.begin(request, reply)))
app.route<{ Params: { id: string } }>({
  method: ['HEAD', 'PATCH'],
  url: '/uploads/:id',
  handler: async (request, reply) => void (await door.proceed(request, reply, request.params.id)),
})

process.on('disconnect', () => process.exit(0))
process.send?.({ url: await app.listen({ port: 0, host: '127.0.0.1' }) })
