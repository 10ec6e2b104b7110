// Extracts the named entities from English addresses.
//
// The tagger (compromise) finds people, places and organisations as spans of
// words in the text.  This file converts the spans to clean lower-case names
// and drops those that are not names.
//
// General rules are preferred to lists.  A name begins with a capital letter.
// A single word that the addresses mostly write in lower case is not a name,
// even at the start of a sentence.  The lists in words.mjs cover the rest.

import nlp from 'compromise';

import {
  ALIAS, CALENDAR, COMMON, COURTESY, INNER, KEPT, LEADING, OFFICE, PARTICLE,
  PEOPLE, REGION, SHORT, TAIL,
} from './words.mjs';

const MOST_WORDS = 5;
const NOT_IN_NAME = new Set([...LEADING, ...CALENDAR]);

// A name ends where this follows a word or precedes the next.
const BREAK = /[,;:!?()[\]{}"“”—–/•]|--|\s-|-\s/;
// A full stop after these does not end a name.
const ABBREVIATION = /^(\p{L}|st|mt|ft|dr|jr|sr|co|gen|col|capt|gov|sen)$/iu;

/**
 * Counts the entities that every speaker mentions.  An address has a `name`,
 * that of its speaker, and a `text`.  Returns a map from speakers to maps from
 * entities to counts.
 */
export function countEntities(addresses, progress = () => {}) {
  const usage = new Map();
  const spans = [];
  addresses.forEach(({ name, text }, i) => {
    progress(i + 1, addresses.length);
    const sentences = tag(text);
    countWords(sentences, usage);
    for (const span of findSpans(sentences)) spans.push({ name, span });
  });

  const speakers = new Map(addresses.map(({ name }) => [name, new Map()]));
  for (const { name, span } of spans) {
    const entity = cleanSpan(span, usage);
    if (entity !== null) add(speakers.get(name), entity);
  }
  return speakers;
}

const add = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);

/** Splits a text into sentences of words, and marks the tagged words. */
function tag(text) {
  const doc = nlp(normalise(text));
  const sentences = doc.docs.map((terms) => terms.map(readTerm));
  for (const kind of ['people', 'places', 'organizations']) {
    for (const [sentence, start, end] of doc[kind]().fullPointer) {
      for (let i = start; i < end; i++) {
        sentences[sentence][i].tagged = true;
      }
      sentences[sentence][end - 1].ends = true;
    }
  }
  sentences.forEach(growSpans);
  return sentences;
}

/**
 * Extends spans by adjacent capitalised words: the tagger omits "Canal" in
 * "Panama Canal".
 */
function growSpans(sentence) {
  for (let i = 1; i < sentence.length; i++) {
    if (sentence[i - 1].tagged && isBeside(sentence, i, i)) {
      sentence[i].tagged = true;
      sentence[i].ends = true;
    }
  }
  for (let i = sentence.length - 2; i > 0; i--) {
    if (sentence[i + 1].tagged && isBeside(sentence, i, i + 1)) {
      sentence[i].tagged = true;
    }
  }
}

/** Whether the word at i may join the neighbouring span across `gap`. */
function isBeside(sentence, i, gap) {
  const [left, right] = [sentence[gap - 1], sentence[gap]];
  return left.capital && right.capital
    && !left.breakAfter && !right.breakBefore && !left.possessive
    && !isShouted(left.text) && !isShouted(right.text)
    && !NOT_IN_NAME.has(sentence[i].lower);
}

/** Repairs the text: HTML entities, quotes, missing spaces. */
function normalise(text) {
  return text
    .normalize('NFC')
    .replaceAll('&mdash;', '—')
    .replaceAll('&quot;', '"')
    .replace(/[‘’]/g, "'")
    .replace(/‑/g, '-')
    .replace(/-+"/g, ' "')
    .replace(/(?<=\p{Ll}\.)(?=\p{Lu})/gu, ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ');
}

function readTerm(term, index) {
  const text = term.text;
  return {
    text,
    lower: text.toLowerCase(),
    capital: /^\P{L}*\p{Lu}/u.test(text),
    first: index === 0,
    demonym: term.tags.has('Demonym'),
    possessive: /'s?$/.test(text) || term.post.startsWith("'"),
    dotted: term.post.startsWith('.'),
    hyphen: term.post === '-',
    breakBefore: BREAK.test(term.pre),
    breakAfter: BREAK.test(term.post)
      || (term.post.includes('.') && !ABBREVIATION.test(text)),
    tagged: false,
    ends: false,
  };
}

const isShouted = (text) => text.length > 1 && text === text.toUpperCase();
const isNumber = (text) => /^[\p{N}.,$%]+(st|nd|rd|th|s)?$/u.test(text);

/** Counts how words are written within sentences, and how they are tagged. */
function countWords(sentences, usage) {
  for (const word of sentences.flat()) {
    if (word.first || word.lower === '' || isShouted(word.text)) continue;
    const seen = usage.get(word.lower) ?? { total: 0, lower: 0, demonym: 0 };
    seen.total += 1;
    seen.lower += word.capital ? 0 : 1;
    seen.demonym += word.demonym ? 1 : 0;
    usage.set(word.lower, seen);
  }
}

/** Returns uninterrupted runs of tagged words; adjacent spans are joined. */
function findSpans(sentences) {
  const spans = [];
  for (const sentence of sentences) {
    let span = [];
    const close = () => {
      if (span.length > 0) spans.push(span);
      span = [];
    };
    for (const word of sentence) {
      if (!word.tagged || word.breakBefore) close();
      if (word.tagged && word.text !== '') span.push(word);
      if (word.breakAfter || (word.ends && word.possessive)) close();
    }
    close();
  }
  return spans;
}

/** Returns the name in a span, or null if it is not an entity. */
function cleanSpan(span, usage) {
  const name = trimEnd(trimStart(span));
  if (name.length === 0 || name.length > MOST_WORDS) return null;
  if (!name.some((word) => word.capital)) return null;
  const text = ALIAS.get(spell(name)) ?? spell(name);
  if (KEPT.has(text)) return text;
  if (!/\p{L}{2}/u.test(text)) return null;
  if ([COMMON, CALENDAR, SHORT].some((list) => list.has(text))) return null;
  if (name.every((word) => OFFICE.has(bare(word)))) return null;
  if (name.every((word) => isPeople(word, usage))) return null;
  if (isOneWord(name) && name.every((word) => isCommon(word, usage))) {
    return null;
  }
  return text;
}

function trimStart(span) {
  const rest = [...span];
  while (rest.length > 0 && !mayBegin(rest)) rest.shift();
  return rest;
}

function mayBegin([word, next, third]) {
  if (isNumber(word.lower)) return false;
  if (KEPT.has(`${word.lower} ${next?.lower}`)) return true;
  if (COURTESY.has(word.lower)) return false;
  if (isLeading(word)) return false;
  if (next?.lower === 'of' && third && REGION.has(word.lower)) return false;
  if (word.capital) return true;
  return PARTICLE.has(word.lower) && Boolean(next?.capital);
}

function trimEnd(span) {
  const rest = [...span];
  while (rest.length > 0 && !mayEnd(rest.at(-1))) rest.pop();
  return rest;
}

function mayEnd(word) {
  if (isNumber(word.lower) || COURTESY.has(word.lower)) return false;
  if (INNER.has(word.lower) || isLeading(word)) return false;
  if (isInitial(word)) return false;
  return word.capital || TAIL.has(bare(word));
}

const isLeading = (word) => LEADING.has(word.lower) && !word.dotted;
const isInitial = (word) => word.dotted && /^[^\P{L}ivx]$/u.test(word.lower);

/** Whether a name is one word, or words joined by hyphens. */
const isOneWord = (name) => name.slice(0, -1).every((word) => word.hyphen);

/** Whether the addresses mostly write a word in lower case. */
function isCommon(word, usage) {
  const seen = usage.get(word.lower);
  return seen !== undefined && seen.lower * 2 >= seen.total;
}

/** Whether a word names the people of a place or a faith. */
function isPeople(word, usage) {
  const seen = usage.get(word.lower);
  return word.demonym || PEOPLE.has(bare(word))
    || (seen !== undefined && seen.demonym * 2 >= seen.total);
}

/** Returns a word as the end of a name: lower case, without possessive. */
function bare(word) {
  return word.lower
    .replace(/^\P{L}+/u, '')
    .replace(/('s?|[^\p{L}\p{N}.])+$/u, '');
}

/** Returns the text of a name; "U. S." becomes "u.s.". */
function spell(name) {
  return name
    .map((word, i) => {
      if (i === name.length - 1) return dotted(bare(word));
      return word.hyphen ? `${word.lower}-` : `${dotted(word.lower)} `;
    })
    .join('')
    .replace(/(?<=\b\p{L}\.) (?=\p{L}\.)/gu, '');
}

/** Adds the full stop to initials, but not to numerals as in Charles X. */
function dotted(text) {
  return /^[^\P{L}ivxo]$|^(\p{L}\.)+\p{L}$/u.test(text) ? `${text}.` : text;
}
