// Prints the failed tests of a result file (TRX): name, message, and the first lines of the stack. Usage: failures.mjs FILE
import { readFileSync } from 'node:fs';

const unescape = text => text
  .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&');
const element = (xml, name) => unescape(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? '').trim();
const lines = (text, most) => text.split('\n').slice(0, most).map(line => `    ${line.trim()}`).join('\n');

const [file] = process.argv.slice(2);
for (const [result] of readFileSync(file, 'utf8').matchAll(/<UnitTestResult [^>]*outcome="Failed"[\s\S]*?<\/UnitTestResult>/g)) {
  console.log(`FAILED ${unescape(/testName="([^"]*)"/.exec(result)[1])} after ${/duration="([^"]*)"/.exec(result)?.[1]}`);
  console.log(lines(element(result, 'Message'), 20));
  console.log(lines(element(result, 'StackTrace'), 12));
}
