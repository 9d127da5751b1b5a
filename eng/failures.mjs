// Prints what failed, from the .trx files of a folder: each test's name, its message and the first lines of its stack, and
// what the runner itself says where a run broke off.   node eng/failures.mjs FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const messageLines = 25;
const stackLines = 8;
const folder = process.argv[2];

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const unescape = (text) => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|quot|apos|amp));/gi,
  (_, hex, decimal, name) => name ? entities[name.toLowerCase()] : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));

// The text of the first element of this name; "" where there is none.
const element = (xml, name) => unescape(new RegExp(`<${name}>([^]*?)</${name}>`).exec(xml)?.[1] ?? '');
const attribute = (xml, name) => unescape(new RegExp(`\\s${name}="([^"]*)"`).exec(xml)?.[1] ?? '');

// The frames between awaits and of reflection say nothing, unless there are no others.
const ownLines = (stack) => {
  const own = stack.split(/\r?\n/).filter((line) => !/^\s*(at System\.|--- End)/.test(line));
  return own.length > 0 ? own.join('\n') : stack;
};

function print(title, text, limit, indent) {
  const lines = text.trimEnd().split(/\r?\n/);
  if (title) console.log(title);
  lines.slice(0, limit).forEach((line) => console.log(indent + line.trimEnd()));
  if (lines.length > limit) console.log(`${indent}... ${lines.length - limit} more lines`);
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.trx')).sort()) {
  const xml = readFileSync(join(folder, file), 'utf8');
  for (const [, head, body] of xml.matchAll(/<UnitTestResult\b([^>]*[^/])>([^]*?)<\/UnitTestResult>/g)) {
    if (attribute(head, 'outcome') !== 'Failed') continue;
    console.log(`\nFAILED ${attribute(head, 'testName')} (${attribute(head, 'duration').replace(/^00:|\d{4}$/g, '')})`);
    print('', element(body, 'Message'), messageLines, '  ');
    print('', ownLines(element(body, 'StackTrace')), stackLines, '  ');
  }

  // A host that crashed or hung has no result for the test it was at; the runner's own words name it.
  for (const [, head, body] of xml.matchAll(/<RunInfo\b([^>]*)>([^]*?)<\/RunInfo>/g)) {
    const text = element(body, 'Text');
    if (attribute(head, 'outcome') === 'Error' && !/\[FAIL\]$/.test(text.trim())) print(`\nFAILED ${file}:`, text, messageLines, '  ');
  }
}
