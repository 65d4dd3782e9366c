"""Logs in to the simulator with Telethon, prints a channel's whole history, then every post that comes.

Usage: telethon_reader.py PORT SECRET PUBLIC_KEY_FILE PHONE CODE PASSWORD CHANNEL
Prints JSON lines: {"me": ...}, {"history": [...]}, then {"live": ...} for each new post, until its input ends. For each
id that comes on its input it asks for the post's present state: {"post": ... or null, "views": ..., "reactions": ..., "poll": ...}.
"""
import asyncio
import json
import sys

from telethon import TelegramClient, connection, errors, events
from telethon.crypto import rsa
from telethon.sessions import MemorySession
from telethon.tl import functions


def entity(e):
    kind = type(e).__name__.removeprefix("MessageEntity")
    target = getattr(e, "url", None) or getattr(e, "language", None)
    number = getattr(e, "user_id", None) or getattr(e, "document_id", None)
    return [kind, e.offset, e.length, target, number]


def media(message):
    if message.document:
        return [a.to_dict() for a in message.document.attributes][0]["_"] + ":" + str(message.document.size)
    if message.web_preview:
        return message.web_preview.url + " " + message.web_preview.title
    if message.poll:
        return message.poll.poll.question + ":" + ",".join(a.text for a in message.poll.poll.answers)
    if message.photo:
        return "photo:" + str(message.photo.sizes[0].w)
    return None


def described(message):
    forward = message.fwd_from
    return {
        "id": message.id,
        "date": int(message.date.timestamp()),
        "text": message.message or "",
        "action": type(message.action).__name__ if message.action else None,
        "entities": [entity(e) for e in message.entities or []],
        "media": media(message),
        "album": message.grouped_id,
        "reply_to": message.reply_to.reply_to_msg_id if message.reply_to else None,
        "forward": str(forward.from_name or getattr(forward.from_id, "channel_id", None) or forward.from_id.user_id) if forward else None,
        "author": message.post_author,
        "views": message.views,
        "forwards": message.forwards,
        "replies": message.replies.replies if message.replies else None,
        "reactions": [[r.reaction, r.count] for r in message.reactions.results] if message.reactions else [],
        "buttons": [[b.text, b.url] for row in message.buttons or [] for b in row],
        "pinned": bool(message.pinned),
    }


def say(**line):
    print(json.dumps(line), flush=True)


async def refreshed(client, source, post_id):
    post = await client.get_messages(source, ids=post_id)
    counted = (await client(functions.messages.GetMessagesViewsRequest(source, [post_id], increment=False))).views[0]
    reacted = (await client(functions.messages.GetMessagesReactionsRequest(source, [post_id]))).updates
    polled = (await client(functions.messages.GetPollResultsRequest(source, post_id))).updates[0] if post and post.poll else None
    return {
        "post": described(post) if post else None,
        "views": counted.views,
        "forwards": counted.forwards,
        "replies": counted.replies.replies if counted.replies else None,
        "reactions": [[r.reaction, r.count] for u in reacted for r in u.reactions.results],
        "poll": {
            "closed": bool(polled.poll.closed),
            "voters": polled.results.total_voters,
            "results": [r.voters for r in polled.results.results or []],
        } if polled else None,
    }


async def main(port, secret, key, phone, code, password, channel):
    with open(key, encoding="ascii") as file:
        rsa.add_key(file.read(), old=False)
    client = TelegramClient(
        MemorySession(), 12345, "0123456789abcdef0123456789abcdef",
        connection=connection.ConnectionTcpMTProxyRandomizedIntermediate, proxy=("127.0.0.1", int(port), secret))
    await client.connect()
    await client.send_code_request(phone)
    try:
        await client.sign_in(phone, code)
    except errors.SessionPasswordNeededError:
        await client.sign_in(password=password)
    say(me=(await client.get_me()).first_name)

    source = await client.get_entity(channel)
    await client(functions.channels.JoinChannelRequest(source))

    @client.on(events.NewMessage(chats=source))
    async def on_post(event):
        say(live=described(event.message))

    say(history=[described(m) async for m in client.iter_messages(source, reverse=True)])
    while line := await asyncio.get_event_loop().run_in_executor(None, sys.stdin.readline):
        say(**await refreshed(client, source, int(line)))
    await client.disconnect()


asyncio.run(main(*sys.argv[1:]))
