// The rule language as the editor knows it: words from the server, colours by sort, what may follow a half-written word.

export interface Word { word: string; sort: string; type: string; values: string[]; says: string }

/** A piece of a line that has one colour. */
const pieces = /(#.*$)|("[^"\n]*"?)|(\d{4}-\d\d-\d\d|\d[\d,_.]*%?)|([A-Za-z_][\w.]*)|([^\w"#]+)/g;
const names = /\b(?:let|param|rule)\s+([a-z_]\w*)/g;

export class Language {
  private readonly known = new Map<string, Word>();

  constructor(private readonly words: Word[]) {
    // The first sort that the table names is what a word is; "hold" is a word and an outcome, and the outcome says more.
    for (const word of words) if (!this.known.has(word.word) || word.sort === "outcome") this.known.set(word.word, word);
  }

  about(word: string): Word | undefined {
    return this.known.get(word);
  }

  /** A line as coloured pieces. */
  colour(line: string): HTMLElement[] {
    const spans: HTMLElement[] = [];
    for (const match of line.matchAll(pieces)) {
      const span = document.createElement("span");
      span.textContent = match[0];
      const sort = match[1] ? "comment" : match[2] ? "text" : match[3] ? "number" : match[4] ? this.known.get(match[4])?.sort : undefined;
      if (sort) span.className = `r-${sort}`;
      spans.push(span);
    }
    return spans;
  }

  /** Words that begin, or contain, what was typed; names of the text's own lets, parameters and rules first. */
  offers(typed: string, text: string): Word[] {
    const own = [...new Set([...text.matchAll(names)].map((match) => match[1]!))]
      .map((word): Word => ({ word, sort: "name", type: "", values: [], says: "" }));
    const low = typed.toLowerCase();
    const all = [...own, ...this.words].filter((one, at, list) => list.findIndex((other) => other.word === one.word) === at);
    const begins = all.filter((one) => one.word.startsWith(low) && one.word !== typed);
    const holds = low.length < 3 ? [] : all.filter((one) => !one.word.startsWith(low) && one.word.includes(low));
    return [...begins, ...holds].slice(0, 12);
  }
}

/** The word around a place of a line; none where there is none. */
export function wordAt(line: string, column: number): string {
  for (const match of line.matchAll(/[A-Za-z_][\w.]*/g)) {
    if (match.index <= column && column <= match.index + match[0].length) return match[0];
  }
  return "";
}
