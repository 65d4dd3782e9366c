// Extracts the pages of a data set with Mozilla's Readability. Usage: node extract.mjs FOLDER ROUNDS
// Writes one line of JSON a page ({id, text}), and at last {seconds}: the time of the last round, parsing included, reading the files not.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Readability } from '@mozilla/readability';
import { JSDOM, VirtualConsole } from 'jsdom';

const [folder, rounds] = process.argv.slice(2);
const truth = JSON.parse(readFileSync(join(folder, 'ground-truth.json'), 'utf8'));

function extract(html, url) {
  // Readability reads no style sheets, and jsdom fails on some.
  const dom = new JSDOM(html.replace(/<style[\s\S]*?<\/style>/gi, ''), { url, virtualConsole: new VirtualConsole() });
  try {
    return new Readability(dom.window.document).parse()?.textContent ?? '';
  } finally {
    dom.window.close();
  }
}

let milliseconds = 0;
const texts = new Map();
for (let round = 0; round < Number(rounds); round++) {
  milliseconds = 0;
  for (const [id, { url }] of Object.entries(truth)) {
    const html = gunzipSync(readFileSync(join(folder, 'pages', `${id}.html.gz`))).toString('utf8');
    const started = performance.now();
    try {
      texts.set(id, extract(html, url));
    } catch (error) {
      console.error(`${id}: ${error.message}`);
      texts.set(id, '');
    }
    milliseconds += performance.now() - started;
  }
}
for (const [id, text] of texts)
  console.log(JSON.stringify({ id, text }));
console.log(JSON.stringify({ seconds: milliseconds / 1000 }));
