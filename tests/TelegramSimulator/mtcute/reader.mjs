/**
 * Logs in to the simulator with mtcute, prints a channel's whole history, then every change that it is told of.
 *
 * Usage: node reader.mjs PORT PUBLIC_KEY_FILE PHONE CODE PASSWORD CHANNEL
 * Prints JSON lines: {"me"}, {"history": [...]}, then {"published"}, {"edited"} or {"deleted": [ids]} as they come. For
 * each line of its input it reads the history again; when its input ends, it does.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { MemoryStorage, TelegramClient } from '@mtcute/node'
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js'

const [port, key, phone, code, password, channel] = process.argv.slice(2)

const say = line => console.log(JSON.stringify(line))

const described = ({ raw }) => ({
  id: raw.id,
  date: raw.date,
  edited: raw.editDate ?? null,
  text: raw.message ?? '',
  action: raw.action?._ ?? null,
  entities: (raw.entities ?? []).map(e => [e._.replace('messageEntity', ''), e.offset, e.length]),
  album: raw.groupedId?.toString() ?? null,
  views: raw.views ?? null,
  forwards: raw.forwards ?? null,
  reactions: (raw.reactions?.results ?? []).map(r => [r.reaction.emoticon, r.count]),
})

const crypto = new NodeCryptoProvider()
await crypto.initialize()
addPublicKey(crypto, readFileSync(key, 'ascii'))

const address = { id: 2, ipAddress: '127.0.0.1', port: Number(port) }
const client = new TelegramClient({
  apiId: 12345,
  apiHash: '0123456789abcdef0123456789abcdef',
  storage: new MemoryStorage(),
  crypto,
  defaultDcs: { main: address, media: { ...address, mediaOnly: true } },
  logLevel: 1,
})

async function history() {
  const messages = []
  for await (const message of client.iterHistory(channel)) messages.unshift(described(message))
  return messages
}

const me = await client.start({ phone, code: async () => code, password, codeSentCallback: () => {} })
say({ me: me.firstName })
await client.joinChat(channel)
client.onNewMessage.add(message => say({ published: described(message) }))
client.onEditMessage.add(message => say({ edited: described(message) }))
client.onDeleteMessage.add(update => say({ deleted: update.messageIds }))
say({ history: await history() })
for await (const _ of createInterface({ input: process.stdin })) say({ history: await history() })
await client.destroy()
