"""Reads channels with Telethon and stores their posts the way the old parser did: a look-up and an insert per post.

Usage: old_parser.py PORT PUBLIC_KEY_FILE PHONE CODE HOST DATABASE FETCH_POSTS STORE_POSTS CHANNEL...
Prints one JSON line: posts and seconds of fetching alone, then of fetching and storing, and its memory (PSS, kB).
"""
import asyncio
import json
import sys
import time

import asyncpg
from telethon import TelegramClient, connection
from telethon.crypto import rsa
from telethon.sessions import MemorySession


def pss():
    with open("/proc/self/smaps_rollup", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))


async def posts(client, channels, limit):
    read = 0
    for name in channels:
        async for message in client.iter_messages(name, reverse=True, wait_time=0):
            yield name, message
            read += 1
            if read == limit:
                return


async def fetch(client, channels, limit):
    started, read = time.monotonic(), 0
    async for _ in posts(client, channels, limit):
        read += 1
    return read, time.monotonic() - started


async def store(client, db, channels, limit):
    await db.execute("CREATE TABLE old_posts (id serial PRIMARY KEY, channel text, message_id bigint, date timestamptz, text text, views int)")
    await db.execute("CREATE INDEX ON old_posts (channel, message_id)")
    started, stored = time.monotonic(), 0
    async for name, message in posts(client, channels, limit):
        if await db.fetchval("SELECT id FROM old_posts WHERE channel = $1 AND message_id = $2", name, message.id) is None:
            await db.execute("INSERT INTO old_posts (channel, message_id, date, text, views) VALUES ($1, $2, $3, $4, $5)",
                             name, message.id, message.date, message.message or "", message.views)
            stored += 1
    return stored, time.monotonic() - started


async def main(port, key, phone, code, host, database, fetch_posts, store_posts, *channels):
    with open(key, encoding="ascii") as file:
        rsa.add_key(file.read(), old=False)
    # Without a proxy: its obfuscation is pure Python in Telethon and takes four fifths of the processor's time.
    client = TelegramClient(
        MemorySession(), 12345, "0123456789abcdef0123456789abcdef", connection=connection.ConnectionTcpAbridged)
    client.session.set_dc(2, "127.0.0.1", int(port))
    await client.connect()
    await client.send_code_request(phone)
    await client.sign_in(phone, code)
    db = await asyncpg.connect(host=host, user="postgres", database=database)
    fetched, fetch_seconds = await fetch(client, channels, int(fetch_posts))
    stored, store_seconds = await store(client, db, channels, int(store_posts))
    print(json.dumps({"fetched": fetched, "fetch_seconds": fetch_seconds, "stored": stored, "store_seconds": store_seconds, "pss_kb": pss()}), flush=True)
    await db.close()
    await client.disconnect()


asyncio.run(main(*sys.argv[1:]))
