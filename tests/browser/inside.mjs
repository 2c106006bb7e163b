// What is asked of a page from inside. Each function is sent to the browser as text, so it leans on nothing outside itself.

/** Puts the helpers that the others use where they find them. */
export function helpers() {
  const told = (element) => {
    const id = element.id ? `#${element.id}` : '';
    const kind = typeof element.className === 'string' && element.className ? `.${element.className.trim().split(/\s+/).join('.')}` : '';
    const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').replace(/\s+/g, ' ').trim();
    const near = id ? '' : element.closest('[id]')?.id;
    return `<${element.localName}${id}${kind}>${near ? ` in #${near}` : ''} "${words.length > 60 ? `${words.slice(0, 59)}…` : words}"`;
  };
  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  const focusable = 'a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [contenteditable], [tabindex]';
  globalThis.simcred = {
    told,
    scrolls,
    stops: () => [...document.querySelectorAll(focusable)].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true })),
    labelled: (element) => element.getAttribute('role') === 'region' && element.tabIndex === 0 && !!(element.getAttribute('aria-label') ?? element.getAttribute('aria-labelledby')),
  };
}

/** What does not fit: the page scrolls sideways, something sticks out of it, or is cut off. On paper nothing scrolls. */
export function unfitting({ paper, width }) {
  const { told, scrolls, labelled } = globalThis.simcred;
  const problems = [];
  const whole = document.documentElement.scrollWidth;
  if (whole > width) problems.push({ rule: 'scrolls sideways', element: '<html>', said: `${whole} px of content in ${width} px` });
  const regions = paper ? [] : [...document.querySelectorAll('*')].filter((one) => scrolls(one) && labelled(one));
  const mayScroll = (element) => regions.some((region) => region !== element && region.contains(element));
  // What lies wholly beside the page is kept for screen readers, or until it has the focus.
  const out = (rect) => rect.width > 0 && rect.height > 0 && rect.right > 0.5 && (rect.right > width + 0.5 || rect.left < -0.5);
  const outside = new Set();
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || mayScroll(element)) continue;
    const far = [...element.getClientRects()].find(out);
    if (far) {
      outside.add(element);
      if (!outside.has(element.parentElement)) problems.push({ rule: 'sticks out', element: told(element), said: `from ${Math.round(far.left)} to ${Math.round(far.right)} px of ${width}` });
    }
    const tiny = element.clientWidth <= 1 || element.clientHeight <= 1;
    const hides = ['hidden', 'clip'].includes(style.overflowX) || (paper && scrolls(element));
    const over = element.scrollWidth > element.clientWidth + 1 ? `${element.scrollWidth} px in ${element.clientWidth} px` : element.scrollHeight > element.clientHeight + 1 ? `${element.scrollHeight} px in a height of ${element.clientHeight} px` : '';
    if (!tiny && hides && over && !element.closest('svg')) problems.push({ rule: 'is cut off', element: told(element), said: over });
    if (!tiny && !paper && scrolls(element) && !labelled(element) && element.scrollWidth > element.clientWidth + 1) problems.push({ rule: 'scrolls without a label', element: told(element), said: 'needs role=region, tabindex=0 and a label' });
  }
  const closed = paper ? [...document.querySelectorAll('details:not([open]) > :not(summary)')].filter((one) => !one.checkVisibility()) : [];
  problems.push(...closed.map((one) => ({ rule: 'stays closed on paper', element: told(one), said: 'nobody can open it there' })));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility() || outside.has(element) || mayScroll(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const drawing = element.closest('svg')?.getBoundingClientRect();
    const cut = (rect) => drawing && (rect.left < drawing.left - 1 || rect.right > drawing.right + 1 || rect.top < drawing.top - 1 || rect.bottom > drawing.bottom + 1);
    const rects = [...range.getClientRects()];
    if (rects.some(out)) problems.push({ rule: 'words stick out', element: told(element), said: `of ${width} px` });
    else if (rects.some(cut)) problems.push({ rule: 'words are cut off', element: told(element), said: 'beyond the edge of the drawing' });
  }
  return problems;
}

/** Words in drawings that stand out too little from what is beneath them, which axe does not judge (WCAG 1.4.3). */
export function drawn() {
  const { told } = globalThis.simcred;
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parts = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [red, green, blue] = parts(colour).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const paint = (element) => (element instanceof SVGElement && element.localName !== 'svg' ? getComputedStyle(element).fill : getComputedStyle(element).backgroundColor);
  const opaque = (colour) => colour !== 'none' && parts(colour)[3] === 255;
  const problems = [];
  for (const text of document.querySelectorAll('svg text')) {
    if (!text.textContent.trim() || !text.checkVisibility()) continue;
    text.scrollIntoView({ block: 'center', inline: 'center' });
    const { left, right, top, bottom } = text.getBoundingClientRect();
    const below = document.elementsFromPoint((left + right) / 2, (top + bottom) / 2).filter((one) => !text.contains(one) && one.localName !== 'text' && one.localName !== 'tspan');
    const ground = below.map(paint).find(opaque) ?? 'white';
    const [low, high] = [luminance(getComputedStyle(text).fill), luminance(ground)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) problems.push({ rule: 'words too pale', element: told(text), said: `${ratio.toFixed(2)} to 1 on ${ground}` });
  }
  scrollTo(0, 0);
  return problems;
}

/** The words that are to be read on the page, each once, in the alphabet that every PDF reader gives back in one order. */
export function words() {
  return [...new Set(document.body.innerText.match(/(?<![\p{L}\p{N}])[A-Za-z]{4,20}(?![\p{L}\p{N}])/gu))].sort();
}

/** Sets the distances between letters, words, lines and paragraphs that WCAG 1.4.12 lets a reader set. */
export function spaced() {
  for (const element of document.body.querySelectorAll('*')) {
    element.style.setProperty('line-height', '1.5', 'important');
    element.style.setProperty('letter-spacing', '0.12em', 'important');
    element.style.setProperty('word-spacing', '0.16em', 'important');
    if (element.localName === 'p') element.style.setProperty('margin-bottom', '2em', 'important');
  }
}

/** Where links lead: ids that are not there, and addresses that no packet should have. */
export function links() {
  const { told } = globalThis.simcred;
  const found = { problems: [], files: [] };
  for (const link of document.querySelectorAll('a[href]')) {
    const address = link.getAttribute('href');
    if (address.startsWith('#')) {
      if (address.length > 1 && !document.getElementById(decodeURIComponent(address.slice(1)))) found.problems.push({ rule: 'leads nowhere', element: told(link), said: address });
    } else if (link.protocol === 'file:') found.files.push({ element: told(link), address: link.href });
    else if (!['http:', 'https:', 'mailto:'].includes(link.protocol)) found.problems.push({ rule: 'address of a kind that is not allowed', element: told(link), said: address });
  }
  return found;
}

/** How many places the Tab key should stop at; each is numbered. */
export function numbered() {
  const stops = globalThis.simcred.stops();
  globalThis.simcred.numbered = stops;
  return stops.map(globalThis.simcred.told);
}

/** Where the focus is: the place's number, and what is wrong with how it shows there. Null when it has left the page. */
export function focus() {
  const { told, numbered: stops, scrolls } = globalThis.simcred;
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const style = getComputedStyle(element);
  const problems = [];
  if (style.outlineStyle === 'none' || Number.parseFloat(style.outlineWidth) === 0 || /, 0\)$/.test(style.outlineColor)) problems.push({ rule: 'focus cannot be seen', element: told(element), said: `outline: ${style.outline}` });
  const rects = [...element.getClientRects()];
  const seen = rects.map((rect) => ({ left: Math.max(rect.left, 0), right: Math.min(rect.right, innerWidth), top: Math.max(rect.top, 0), bottom: Math.min(rect.bottom, innerHeight) })).find((rect) => rect.right - rect.left > 1 && rect.bottom - rect.top > 1);
  if (!seen) problems.push({ rule: 'focus is out of sight', element: told(element), said: 'outside the window' });
  else {
    const top = document.elementFromPoint((seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2);
    if (top && !element.contains(top) && !top.contains(element)) problems.push({ rule: 'focus is covered', element: told(element), said: `by ${told(top)}` });
  }
  return { number: stops.indexOf(element), element: told(element), itself: scrolls(element), problems };
}

/** What the skip link leads to, once it has been followed: whether the next stop lies in or behind its target. */
export function skipped(target) {
  const aim = document.getElementById(target);
  const now = document.activeElement;
  return !!aim && (aim.contains(now) || !!(aim.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING));
}
