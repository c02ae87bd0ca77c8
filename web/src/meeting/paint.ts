import { pieces, UNSURE, type Mark, type Token } from './words'

/** Fills an element with a segment's text, a span for each word; answers the spans. Long lists are drawn so often that a component for each word would be felt. */
export function paint(
  into: HTMLElement,
  text: string,
  tokens: readonly Token[],
  marks: readonly Mark[],
  doubt: (percent: number) => string,
): HTMLElement[] {
  const spans: HTMLElement[] = []
  const out = document.createDocumentFragment()
  for (const { text: part, token, mark } of pieces(text, tokens, marks)) {
    const into = token < 0 ? out : (spans[token] ??= out.appendChild(span(token, tokens[token], doubt)))
    into.append(mark ? marked(part, mark.current) : part)
  }
  into.replaceChildren(out)
  return spans
}

function span(index: number, token: Token | undefined, doubt: (percent: number) => string): HTMLElement {
  const word = document.createElement('span')
  word.className = 'word'
  word.dataset['token'] = String(index)
  const sure = token?.confidence ?? 1
  if (sure < UNSURE) {
    word.classList.add('unsure')
    word.title = doubt(Math.round(sure * 100))
  }
  return word
}

function marked(text: string, current: boolean): HTMLElement {
  const mark = document.createElement('mark')
  mark.textContent = text
  if (current) mark.className = 'current'
  return mark
}
